"""What members are told of minutes."""

from portal.notifications.subjects import Subject, declare

REREADING = declare(Subject(code="committees.minutes_rereading", label="Comités : comptes rendus que j’ai à relire"))
PUBLISHED = declare(Subject(code="committees.minutes_published", label="Comités : comptes rendus publiés"))
