import re
from functools import cache
from pathlib import Path

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from portal.database import context
from portal.tenancy.models import Tenant

register = template.Library()


@register.simple_tag
def tenant_url() -> str:
    """Return the address of the portal of the tenant that asks: Wagtail has one setting for all of them."""
    asking = context.current_tenant_id()
    with context.use(context.PLATFORM):
        return Tenant.objects.get(pk=asking).base_url


@cache
def _stylesheet() -> str:
    css = (Path(__file__).resolve().parents[1] / "mail.css").read_text(encoding="utf-8")
    return re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL).strip()


@register.simple_tag
def mail_style(tenant: Tenant) -> SafeString:
    """Return the style of a mail in the tenant's colours: a mail asks nobody else, so it carries it."""
    names = {"--brand": tenant.brand, "--brand-deep": tenant.brand_deep, "--spark": tenant.spark}
    rules = re.sub(r"var\((--[a-z-]+)\)", lambda found: escape(names[found[1]]), _stylesheet())
    return mark_safe(f"<style>{rules}</style>")  # noqa: S308 (our own file; colours are escaped)
