"""What the calendar tells members about, at the pace they choose."""

from portal.notifications.subjects import Pace, Subject, declare

NEW = declare(Subject(code="events.new", label="Nouveaux événements de l’agenda", pace=Pace.DAILY))
CHANGES = declare(Subject(code="events.changes", label="Changements des dates auxquelles vous pensez venir"))
