"""Where the catalogue is found: the plan and the sitemap of its tenant, and the picture of a training."""

from django.urls import reverse

from portal.pages.public_addresses import Listed, PublicAddress, add_address, listed
from portal.pages.sharing import Shared, shareable
from portal.tenancy.models import Module
from trainings import words
from trainings.models import Training

TRAININGS = Module.TRAININGS

add_address(PublicAddress("trainings", "Formations", order=30, module=TRAININGS))
add_address(
    PublicAddress("certificate_ask", "Vérifier un certificat de formation", order=60, module=TRAININGS,
                  is_indexed=False)
)  # fmt: skip


@listed("trainings", module=TRAININGS)
def public_trainings() -> list[Listed]:
    rows = Training.objects.visible_to(None).values_list("slug", "changed_at")
    return [Listed(reverse("training", args=[slug]), changed_at) for slug, changed_at in rows]


def shared(training: Training) -> Shared:
    return Shared("formation", training.slug, training.title, f"Formation, {words.hours(training.hours)}")


@shareable("formation", module=TRAININGS)
def find(key: str) -> Shared | None:
    found = Training.objects.visible_to(None).filter(slug=key).first()
    return shared(found) if found else None
