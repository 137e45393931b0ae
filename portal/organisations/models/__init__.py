from portal.organisations.models.affiliations import REVIEWED_EVERY, Affiliation, Profile
from portal.organisations.models.audiences import Audience, HasAudience, HasAudienceQuerySet
from portal.organisations.models.circles import Circle, JoinRequest
from portal.organisations.models.organisations import Organisation
from portal.organisations.models.promises import PromisedAffiliation

__all__ = [
    "REVIEWED_EVERY", "Affiliation", "Audience", "Circle", "HasAudience", "HasAudienceQuerySet", "JoinRequest",
    "Organisation", "Profile", "PromisedAffiliation",
]  # fmt: skip
