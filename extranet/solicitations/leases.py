"""In which order a sliding lease goes, from the dwelling that is found to the lease in the household's own name."""

import datetime
import itertools

from extranet.solicitations.models import LeaseStage
from portal.design.typography import french

Stage = LeaseStage.Stage
ORDER = [Stage.FOUND, Stage.AGREED, Stage.SUBLET, Stage.REVIEWED, Stage.ASKED, Stage.SLID]
OF_A_SUBLEASE = {Stage.REVIEWED, Stage.ASKED, Stage.SLID}
"""What only a household that has moved in as a sub-tenant can reach."""
ENDS = {Stage.SLID, Stage.STOPPED}


def fault_of(reached: dict[Stage, datetime.date]) -> str | None:
    """Return, in French, why these stages cannot have been reached on these days; None when they can.

    A stage may be left out, or noted late, but the days follow the order. Giving up comes at any moment, and last.
    """
    if reached.keys() >= ENDS:
        return french("Un bail a glissé, ou son glissement est abandonné : pas les deux.")
    if OF_A_SUBLEASE & reached.keys() and Stage.SUBLET not in reached:
        return french("Notez d’abord l’entrée en sous-location : rien ne glisse sans elle.")
    in_order = [(stage, reached[stage]) for stage in [*ORDER, Stage.STOPPED] if stage in reached]
    for (before, day), (after, next_day) in itertools.pairwise(in_order):
        if next_day < day:
            return french(f"« {after.label.capitalize()} » vient après « {before.label} » : vérifiez les dates.")
    return None


def ahead(reached: dict[Stage, datetime.date]) -> list[Stage]:
    """Return the stages that may still be reached, in their order; none once the lease has slid or was given up."""
    if ENDS & reached.keys():
        return []
    last = max((ORDER.index(stage) for stage in reached), default=-1)
    is_sublet = Stage.SUBLET in reached
    following = [stage for stage in ORDER[last + 1 :] if is_sublet or stage not in OF_A_SUBLEASE]
    return [*following, Stage.STOPPED]
