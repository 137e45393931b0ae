from portal.pages.models.audience import PageAudience
from portal.pages.models.base import BasePage
from portal.pages.models.media import PortalDocument, PortalImage, PortalRendition

__all__ = ["BasePage", "PageAudience", "PortalDocument", "PortalImage", "PortalRendition"]
