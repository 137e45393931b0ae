"""Pages to find, and what is found."""

import json

from home.models import ContentPage
from portal.organisations.models import Audience
from portal.pages.audiences import show_to
from portal.search.engine import Answer, Result, search
from portal.tenancy.models import Membership


def member(first_name: str, slug: str = "pas-de-calais") -> Membership:
    return Membership.objects.get(user__email=f"{first_name}@demo.example", tenant__slug=slug)


def make_page(tenant, title: str, text: str = "", *, parent=None, lead: str = "", live: bool = True) -> ContentPage:
    body = json.dumps([{"type": "text", "value": f"<p>{text}</p>"}]) if text else "[]"
    page = ContentPage(title=title, lead=lead, body=body, live=live)
    return (parent or tenant.home_page).add_child(instance=page)


def keep_for(page, reach: str = "professionnels", kinds=()) -> None:
    show_to(page, Audience.objects.create(reach=reach, kinds=list(kinds)))


def ask(tenant, query: str, who: Membership | None = None) -> Answer:
    return search(query, tenant, who)


def results(tenant, query: str, who: Membership | None = None) -> list[Result]:
    return ask(tenant, query, who).page(1).object_list


def titles(tenant, query: str, who: Membership | None = None) -> list[str]:
    return [result.title for result in results(tenant, query, who)]
