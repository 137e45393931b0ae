"""Who may do what with a solicitation. Each function's docstring is the policy. No role opens one: a row does."""

from django.db.models import Exists, OuterRef
from django.utils import timezone

from extranet.solicitations.models import Charge, Solicitation, State
from portal.tenancy.models import Membership, Module, Role
from portal.territories.models import Coordination

FIGURE_READERS = frozenset({Role.ADMINISTRATION, Role.COORDINATION, Role.ELECTED})


def is_open(tenant) -> bool:
    """The module is on: the authority has recorded its impact assessment."""
    return tenant.has_module(Module.SOLICITATIONS)


def may_ask(membership: Membership | None) -> bool:
    """Every member asks, whatever their role: « tout partenaire peut solliciter la plateforme »; élus alone do not."""
    return bool(membership) and membership.roles != [Role.ELECTED]


def visible(membership: Membership | None):
    """Return the solicitations that one may read, with ``is_kept``: whether one answers for its platform today."""
    rows = Solicitation.objects.visible_to(membership)
    if not membership:
        return rows
    kept = Coordination.objects.kept_by(membership.user_id, timezone.localdate())
    return rows.annotate(is_kept=Exists(kept.filter(platform=OuterRef("platform"))))


def may_answer(membership: Membership | None, solicitation: Solicitation) -> bool:
    """The coordinator of its platform, or the deputy while they are away: they ask, study, answer, invite and plan."""
    if not membership or solicitation.is_draft:
        return False
    today = timezone.localdate()
    return Coordination.objects.kept_by(membership.user_id, today).filter(platform=solicitation.platform_id).exists()


def is_author(membership: Membership | None, solicitation: Solicitation) -> bool:
    """Who asked: they complete, withdraw, and print the notice."""
    return bool(membership) and solicitation.asked_by_id == membership.pk


def may_write(membership: Membership | None, solicitation: Solicitation) -> bool:
    """Whoever may read it writes in its thread, once it is sent and until its texts are erased."""
    if not membership or solicitation.is_draft or solicitation.erased_at:
        return False
    return Solicitation.objects.visible_to(membership).filter(pk=solicitation.pk).exists()


def may_keep_support(membership: Membership | None, solicitation: Solicitation) -> bool:
    """The coordinator of its platform, and today's referent and deputy: they note steps and stages, and its end."""
    if may_answer(membership, solicitation):
        return True
    if not membership or solicitation.state != State.SUPPORTED:
        return False
    today = timezone.localdate()
    return Charge.objects.on(today).filter(support__solicitation=solicitation, membership=membership).exists()


def may_read_figures(membership: Membership | None) -> bool:
    """Administration, coordination and élus read figures, the small ones hidden; nobody a file through them."""
    return bool(membership) and membership.has_role(*FIGURE_READERS)


def may_set_up(membership: Membership | None) -> bool:
    """Administration records the impact assessment, opens the module and reads what was erased; no file."""
    return bool(membership) and membership.has_role(Role.ADMINISTRATION)
