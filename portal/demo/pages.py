"""Writes a tenant's pages and services from its content module. Keyed by slug: run twice, nothing doubles."""

from types import ModuleType

from wagtail.models import Page

from home.models import (
    ActionPage,
    ActionPlanPage,
    ContentPage,
    HomePage,
    NewsIndexPage,
    NewsPage,
    Service,
    ServicesPage,
)
from home.starter.building import finished
from portal.demo.figures import with_figures
from portal.design.typography import french
from portal.organisations.models import Audience
from portal.pages.audiences import audience_of, show_to
from portal.tenancy.models import Tenant

WRITTEN_AS_IS = {"slug", "state"}


def load_pages(tenant: Tenant, content: ModuleType) -> None:
    """Write home page, content pages, plan and services of ``tenant``; inside its context."""
    home = HomePage.objects.get(pk=tenant.home_page_id)
    _write(home, {**content.HOME, "title": "Accueil", "body": content.HOME_BODY}, f"{tenant.slug}/home")
    for page in content.PAGES:
        put_page(home, ContentPage, page, tenant.slug)
    if content.PLAN:
        plan = {name: value for name, value in content.PLAN.items() if name != "actions"}
        parent = put_page(home, ActionPlanPage, plan | {"in_menu": True}, tenant.slug)
        for action in content.PLAN["actions"]:
            put_page(parent, ActionPage, action, f"{tenant.slug}/{plan['slug']}")
        for page in content.EXPLANATIONS:
            action = ActionPage.objects.child_of(parent).get(slug=page["of"])
            _keep_for(put_page(action, ContentPage, _said(page), f"{tenant.slug}/{action.slug}"), page)
    index = NewsIndexPage.objects.child_of(home).get()
    _write(index, content.NEWS_INDEX, f"{tenant.slug}/{index.slug}")
    for news in content.NEWS:
        _keep_for(put_page(index, NewsPage, _said(news), f"{tenant.slug}/{index.slug}"), news)
    for position, service in enumerate(content.SERVICES):
        fields = {name: value if name in WRITTEN_AS_IS else french(value) for name, value in service.items()}
        Service.objects.update_or_create(tenant=tenant, slug=service["slug"], defaults=fields | {"position": position})
    _order_the_menu(home)


def put_page(parent: Page, model: type[Page], fields: dict, seed: str) -> Page:
    """Write the page below ``parent`` that these fields say, or put it right."""
    page = model.objects.child_of(parent).filter(slug=fields["slug"]).first()
    if page is None:
        page = parent.add_child(instance=model(**_columns(fields, seed)))
        page.save_revision().publish()
    else:
        _write(page, fields, f"{seed}/{fields['slug']}", columns=_columns(fields, seed))
    return page


def _said(fields: dict) -> dict:
    """Return what is written on the page itself."""
    return {name: value for name, value in fields.items() if name not in {"of", "reach", "kinds"}}


def _keep_for(page: Page, fields: dict) -> None:
    """Keep the page for those it is for, unless its staff have said so already."""
    if "reach" in fields and audience_of(page) is None:
        show_to(page, Audience.objects.create(reach=fields["reach"], kinds=fields.get("kinds", [])))


def _columns(fields: dict, seed: str) -> dict:
    columns = {
        name: value if name in WRITTEN_AS_IS else french(value)
        for name, value in fields.items()
        if isinstance(value, str)
    }
    if "date" in fields:
        columns["date"] = fields["date"]
    columns["show_in_menus"] = fields.get("in_menu", False)
    columns["show_in_footer"] = fields.get("in_footer", False)
    if "body" in fields:
        columns["body"] = finished(with_figures(fields["body"]), f"{seed}/{fields.get('slug', 'home')}")
    return columns


def _write(page: Page, fields: dict, seed: str, columns: dict | None = None) -> None:
    """Change the page if its content differs, as a published revision."""
    columns = columns or _columns(fields, seed)
    body = columns.pop("body", None)
    changed = any(getattr(page, name) != value for name, value in columns.items())
    if body is not None and list(page.body.raw_data) != body:
        page.body = body
        changed = True
    if changed:
        for name, value in columns.items():
            setattr(page, name, value)
        page.save_revision().publish()


def _order_the_menu(home: Page) -> None:
    """Principle and plan first, then the rows' own pages, as a reader would look for them."""
    wanted = [
        "le-principe",
        "pour-qui",
        "comment",
        "plan-d-action",
        "services",
        "plateformes",
        "actualites",
        "professionnels",
    ]
    pages = {page.slug: page for page in home.get_children()}
    present = [slug for slug in wanted if slug in pages]
    if [page.slug for page in home.get_children().filter(slug__in=present)] != present:
        for slug in present:
            Page.objects.get(pk=pages[slug].pk).move(Page.objects.get(pk=home.pk), pos="last-child")
    services = ServicesPage.objects.child_of(home).get()
    lead = french("Autour des plateformes : ce qui existe, pour qui, et comment le joindre.")
    if services.lead != lead:
        services.lead = lead
        services.save_revision().publish()
