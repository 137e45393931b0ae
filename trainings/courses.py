"""A training as search engines read it: schema.org’s Course and CourseInstance. No address of anybody is in it."""

from django.urls import reverse

from portal.design.templatetags.design import no_mails
from portal.tenancy.models import Tenant
from trainings.coming import Shown
from trainings.models import Session, Training


def course(training: Training, sessions: list[Shown], tenant: Tenant) -> dict:
    """Return the data of the page of a training."""
    page = tenant.base_url + reverse("training", args=[training.slug])
    told = {
        "@context": "https://schema.org",
        "@type": "Course",
        "name": training.title,
        "url": page,
        "description": no_mails(training.summary or training.aims or training.title),
        "provider": {"@type": "Organization", "name": training.institute.name},
        "timeRequired": f"PT{round(training.hours * 60)}M",
        "inLanguage": "fr",
        "teaches": no_mails(training.aims),
        "coursePrerequisites": no_mails(training.prerequisites),
        "audience": training.for_whom and {"@type": "Audience", "audienceType": no_mails(training.for_whom)},
        "hasCourseInstance": [_instance(each, page) for each in sessions],
    }
    return {name: value for name, value in told.items() if value}


def _instance(shown: Shown, page: str) -> dict:
    session = shown.session
    status = "EventCancelled" if shown.is_cancelled else "EventScheduled"
    is_remote = bool(session.remote_link) and not session.place
    told = {
        "@type": "CourseInstance",
        "url": f"{page}#session-{session.pk}",
        "startDate": session.starts_at.isoformat(),
        "endDate": session.ends_at.isoformat(),
        "courseMode": "Online" if is_remote else "Onsite",
        "eventStatus": f"https://schema.org/{status}",
        "location": None if is_remote else _place(session),
        "maximumAttendeeCapacity": session.capacity,
    }
    return {name: value for name, value in told.items() if value}


def _place(session: Session) -> dict | None:
    if not (session.place or session.address or session.commune):
        return None
    address = {"streetAddress": no_mails(session.address), "addressLocality": session.commune and session.commune.name}
    told = {"@type": "PostalAddress", "addressCountry": "FR"} | {name: each for name, each in address.items() if each}
    return {"@type": "Place", "name": no_mails(session.place or session.commune.name), "address": told}
