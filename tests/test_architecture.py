"""The house's rules that no one should have to remember."""

from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import models
from django.template import engines
from django.template.loader import get_template

from portal.tenancy.references import OwnReferences
from portal.tenancy.scoping import TenantModel

ROOT = Path(__file__).parent.parent
OURS = {
    # label: rank; a model points at its own rank or lower, by import or by string
    "accounts": 1,
    "tenancy": 2,
    "jobs": 3,
    "territories": 4,
    "organisations": 5,
    "notifications": 6,
    "documents": 7,
    "search": 8,
    "pages": 9,
    "events": 10,
    "trainings": 11,
    "access": 12,
    "directory": 13,
    "library": 14,
    "committees": 15,
    "solicitations": 16,
    "dashboard": 17,
    "figures": 18,
    "glossary": 18,
    "legal": 18,
    "questions": 18,
    "resources": 18,
    "home": 19,
    "links": 20,
    "operations": 21,
    "console": 22,
}

# Every model of the project is a tenant's, reached through one, or global; a new one must choose.
THROUGH_PARENT = {
    "pages.PortalRendition",  # its image
    "home.HomePage", "home.ContentPage", "home.ActionPlanPage", "home.ActionPage",  # the page tree
    "home.NewsIndexPage", "home.NewsPage",
    "home.ServicesPage", "home.PlatformsPage", "home.PlatformPage",
}  # fmt: skip
GLOBAL = {
    "accounts.User", "accounts.AddressChange", "accounts.ProConnectIdentity",  # one account, several tenants
    # who belongs where
    "tenancy.Tenant", "tenancy.TenantDomain", "tenancy.TenantGroup", "tenancy.Membership",
    "notifications.SomethingWaits",  # yes or no, for a person of several tenants: each says so of the others
    "jobs.PeriodicJob",  # the platform's own clockwork
    "operations.BackupRun",  # of the whole installation
    # they outlive the tenant they speak of, or come before it
    "console.Deletion", "console.LeftFiles", "console.Export", "console.Import",
    # the nation's geography
    "territories.Departement", "territories.Intercommunality", "territories.Commune",
    "territories.PlaceName", "territories.Cedex",
    "territories.Renewal",  # how it was replaced, each year: the platform's own
}  # fmt: skip


def our_models():
    return [model for model in apps.get_models() if model._meta.app_label in OURS]


def test_every_model_is_a_tenant_s_or_says_why_not():
    tenants = {model._meta.label for model in our_models() if issubclass(model, TenantModel)}
    others = {model._meta.label for model in our_models()} - tenants
    assert others == THROUGH_PARENT | GLOBAL


@pytest.mark.parametrize("model", our_models(), ids=lambda model: model._meta.label)
def test_foreign_keys_point_down(model):
    for field in model._meta.get_fields():
        if isinstance(field, (models.ForeignKey, models.ManyToManyField)):
            target = field.related_model._meta.app_label
            assert OURS.get(target, 0) <= OURS[model._meta.app_label], field


@pytest.mark.parametrize("model", our_models(), ids=lambda model: model._meta.label)
def test_names_that_people_read_are_lower_case_french(model):
    name = str(model._meta.verbose_name)
    assert name[0] == name[0].lower() or name.startswith("code"), name


@pytest.mark.parametrize("model", our_models(), ids=lambda model: model._meta.label)
def test_a_model_with_rich_text_refuses_links_to_what_is_not_its_tenant_s(model):
    if any(hasattr(field, "extract_references") for field in model._meta.get_fields()):
        assert issubclass(model.base_form_class, OwnReferences)


@pytest.mark.django_db
def test_no_migration_is_missing(platform_context):
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.django_db
def test_system_checks_are_silent(platform_context):
    call_command("check", databases=["default"], fail_level="INFO")


def test_the_finder_knows_neither_request_nor_template():
    for name in ("finder", "names", "question", "ranking", "coverage"):
        source = (ROOT / f"portal/territories/{name}.py").read_text()
        for stranger in ("django.http", "django.template", "django.shortcuts", "request"):
            assert stranger not in source.replace("No request", ""), name


def own_templates() -> list[str]:
    folder = ROOT / "templates"
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.suffix in {".html", ".txt"})


@pytest.mark.parametrize("name", own_templates())
def test_every_template_compiles(name):
    assert get_template(name)
    assert engines["django"]


def test_no_template_styles_or_scripts_inline():
    for name in own_templates():
        text = (ROOT / "templates" / name).read_text()
        assert " style=" not in text, name
        assert "<style" not in text, name
        # Django's help texts are HTML, and no form puts anyone's words in them.
        assert "|safe" not in text or name == "components/field.html", name


def test_colours_are_named_in_the_tokens_alone():
    css = ROOT / "portal/design/static/design/css"
    for path in css.rglob("*.css"):
        if path.name not in {"tokens.css", "print.css"}:
            code = path.read_text()
            assert "#" not in code.replace("url(#", "").replace('"#"', ""), path.name


def test_every_package_has_its_door_plate():
    apps_of_an_area = [path.parent for area in ("portal", "extranet") for path in (ROOT / area).glob("*/apps.py")]
    for folder in [*(ROOT / area for area in ("portal", "home", "events", "trainings", "extranet")), *apps_of_an_area]:
        assert (folder / "__init__.py").read_text().startswith('"""'), folder


def test_no_file_outgrows_its_room():
    for path in ROOT.rglob("*.py"):
        if ".venv" in path.parts or ".data" in path.parts or "migrations" in path.parts:
            continue
        assert len(path.read_text().splitlines()) <= 400, path
