"""What the public face adds to a member's dashboard: the news that they may read."""

from home.models import NewsPage
from portal.notifications.attention import Item, news
from portal.pages.addresses import path_on_host
from portal.pages.audiences import visible_to


@news("home")
def published_news(membership, since) -> list[Item]:
    home = membership.tenant.site.root_page
    pages = visible_to(NewsPage.objects.live().filter(first_published_at__gt=since), membership)
    return [
        Item(title=title, url=path_on_host(path, home), at=at, detail="Actualité")
        for title, path, at in pages.values_list("title", "url_path", "first_published_at")
    ]
