"""What the public face adds to a member's dashboard: the news that they may read."""

from home.models import NewsPage
from portal.notifications.attention import Item, news
from portal.pages.addresses import path_on_host


@news("home")
def published_news(membership, since) -> list[Item]:
    home = membership.tenant.site.root_page
    pages = NewsPage.objects.visible_to(membership).filter(first_published_at__gt=since)
    return [
        Item(title=title, url=path_on_host(path, home), at=at, detail="Actualité")
        for title, path, at in pages.values_list("title", "url_path", "first_published_at")
    ]
