from wagtail import hooks

from events.external.viewsets import ExternalCalendarViewSet


@hooks.register("register_admin_viewset")
def external_calendars():
    return ExternalCalendarViewSet()
