"""The feeds of the news. The page of the news itself is Wagtail's."""

from django.http import Http404
from django.views.decorators.http import require_safe

from home import feeds
from home.models import NewsIndexPage, Rubric
from home.models.news import chosen
from portal.design.feeds import Atom, Rss, answer
from portal.tenancy.kept_pages import same_for_every_visitor


@require_safe
@same_for_every_visitor
def rss(request):
    return _feed(request, Rss)


@require_safe
@same_for_every_visitor
def atom(request):
    return _feed(request, Atom)


def _feed(request, kind: type[Rss | Atom]):
    """The public news, narrowed by ``?rubrique=…``; the same for a member."""
    index = NewsIndexPage.objects.live().first()
    if index is None:
        raise Http404
    asked = request.GET.get("rubrique", "")
    rubric = chosen(list(Rubric.objects.all()), asked) if asked else None
    feed = feeds.write(kind, request.resolver_match.url_name, request.tenant, index, rubric)
    return answer(request, feed.body, kind.content_type, feed.changed_at, public=True)
