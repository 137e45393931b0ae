from portal.pages.models.audience import PageAudience
from portal.pages.models.base import BasePage
from portal.pages.models.media import PortalDocument, PortalImage, PortalRendition
from portal.pages.models.pictures import TenantPictures

__all__ = ["BasePage", "PageAudience", "PortalDocument", "PortalImage", "PortalRendition", "TenantPictures"]
