from portal.pages.models.audience import PageAudience
from portal.pages.models.base import BasePage
from portal.pages.models.document_texts import DocumentText
from portal.pages.models.media import PortalDocument, PortalImage, PortalRendition
from portal.pages.models.pictures import TenantPictures
from portal.pages.models.reviews import ReviewReminder

__all__ = [
    "BasePage",
    "DocumentText",
    "PageAudience",
    "PortalDocument",
    "PortalImage",
    "PortalRendition",
    "ReviewReminder",
    "TenantPictures",
]
