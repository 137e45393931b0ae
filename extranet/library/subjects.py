"""What the library tells members about."""

from portal.notifications.subjects import Subject, declare

NEW_DOCUMENTS = declare(Subject(code="library.new", label="Nouveaux documents des dossiers suivis"))
INFECTED = declare(Subject(code="library.infected", label="Un fichier que vous avez déposé est infecté"))
