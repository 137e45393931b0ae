"""The public pages that come with a tenant and with each platform; what became of the mails of the contact form."""

from django.db import transaction
from django.db.models.signals import post_save, pre_delete
from django.dispatch import receiver

from home.contact import services
from home.models import ContactPolicy, NewsIndexPage, PlatformPage, PlatformsPage, ServicesPage
from home.starter import write_contact_pages, write_first_pages
from portal.database import context
from portal.notifications.signals import mail_given_up, mail_left
from portal.tenancy.models import Tenant
from portal.tenancy.signals import tenant_provisioned, tenants_migrated
from portal.territories.models import Platform


@receiver(tenant_provisioned)
def make_the_public_pages(sender, tenant, **kwargs):
    tenant.home_page.refresh_from_db()
    write_first_pages(tenant)
    tenant.home_page.add_child(instance=PlatformsPage(title="Les plateformes", slug="plateformes", show_in_menus=True))
    tenant.home_page.add_child(instance=ServicesPage(title="Services", slug="services", show_in_menus=True))
    tenant.home_page.add_child(instance=NewsIndexPage(title="Actualités", slug="actualites"))


@receiver(tenants_migrated)
def make_the_missing_contact_pages(sender, **kwargs):
    """Give the pages that lead to the contact form to each tenant that was made before there were any."""
    for tenant in Tenant.objects.exclude(pk__in=ContactPolicy.objects.values("tenant")):
        with context.use(tenant.context), transaction.atomic():
            write_contact_pages(tenant)


@receiver(mail_left)
def note_that_a_message_left(sender, mail, **kwargs):
    services.note_that_it_left(mail)


@receiver(mail_given_up)
def note_that_a_message_failed(sender, mail, error, **kwargs):
    services.note_that_it_failed(mail, error)


@receiver(post_save, sender=Platform)
def give_the_platform_its_page(sender, instance, **kwargs):
    """Make the page of a new platform, and keep the title of an old one."""
    title = instance.title[:1].upper() + instance.title[1:]
    page = PlatformPage.objects.filter(platform=instance).first()
    if page is None:
        parent = PlatformsPage.objects.descendant_of(instance.tenant.home_page).get()
        parent.add_child(instance=PlatformPage(title=title, slug=instance.slug, platform=instance))
    elif page.title != title:
        page.title = title
        page.save_revision().publish()


@receiver(pre_delete, sender=Platform)
def take_the_page_with_the_platform(sender, instance, **kwargs):
    for page in PlatformPage.objects.filter(platform=instance):
        page.delete()
