from trainings.models.evaluations import Answered, Evaluation, EvaluationQuerySet
from trainings.models.presences import Attendance, Certificate
from trainings.models.registrations import Mailing, Needs, Presence, Registration, RegistrationQuerySet, Step
from trainings.models.sessions import HalfDay, KeptSeats, Session, SessionQuerySet, SessionTally
from trainings.models.trainings import Training, TrainingQuerySet

__all__ = [
    "Answered", "Attendance", "Certificate", "Evaluation", "EvaluationQuerySet", "HalfDay", "KeptSeats", "Mailing",
    "Needs", "Presence", "Registration", "RegistrationQuerySet", "Session", "SessionQuerySet", "SessionTally", "Step",
    "Training", "TrainingQuerySet",
]  # fmt: skip
