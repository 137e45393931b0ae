from home.models.contact import ContactMessage, ContactPolicy, ContactRoute
from home.models.news import NewsIndexPage, NewsPage, Rubric
from home.models.pages import ActionPage, ActionPlanPage, ContentPage, HomePage
from home.models.platforms import PlatformPage, PlatformsPage
from home.models.services import Service, ServicesPage

__all__ = [
    "ActionPage",
    "ActionPlanPage",
    "ContactMessage",
    "ContactPolicy",
    "ContactRoute",
    "ContentPage",
    "HomePage",
    "NewsIndexPage",
    "NewsPage",
    "PlatformPage",
    "PlatformsPage",
    "Rubric",
    "Service",
    "ServicesPage",
]
