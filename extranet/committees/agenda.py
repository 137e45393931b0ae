"""What is done to the agenda of a meeting: its items, in order, and the parts that hold them.

Each verb is atomic, takes the lock of the meeting, and raises RefusedError once it is held or called off.
"""

from django.db import transaction
from django.db.models import Max

from extranet.committees.models import Item, Meeting, Section
from extranet.committees.states import State, agenda_changed, locked, open_agenda, refuse_unless
from portal.accounts.models import User
from portal.tenancy.services import RefusedError


@transaction.atomic
def add_item(item: Item, *, by: User) -> Item:
    """Put a new item last on the agenda of its meeting."""
    meeting = open_agenda(item.meeting)
    _refuse_foreign_section(item)
    item.position = next_position(meeting)
    item.save()
    agenda_changed(meeting)
    return item


@transaction.atomic
def change_item(item: Item, *, by: User) -> None:
    meeting = open_agenda(item.meeting)
    _refuse_foreign_section(item)
    item.save(update_fields=["section", "title", "text", "aim", "presenter", "minutes"])
    agenda_changed(meeting)


@transaction.atomic
def remove_item(item: Item, *, by: User) -> None:
    """Take an item off the agenda; what it came from waits again for a meeting."""
    meeting = open_agenda(item.meeting)
    item.delete()
    agenda_changed(meeting)


@transaction.atomic
def shift(item: Item, by_places: int) -> None:
    """Move an item up (-1) or down (1) among the items of its part; at the end of it, nothing moves."""
    meeting = open_agenda(item.meeting)
    same = list(meeting.items.filter(section=item.section_id).order_by("position", "pk"))
    here = next(n for n, each in enumerate(same) if each.pk == item.pk)
    there = here + by_places
    if not 0 <= there < len(same):
        return
    positions = [each.position for each in same]
    if len(set(positions)) < len(positions):  # as an import may leave them
        positions = list(range(min(positions), min(positions) + len(positions)))
    same[here], same[there] = same[there], same[here]
    for each, position in zip(same, positions, strict=True):
        Item.objects.filter(pk=each.pk).update(position=position)
    agenda_changed(meeting)


@transaction.atomic
def mark(item: Item, *, is_treated: bool) -> None:
    """Note during the meeting, or once it is held, whether an item was treated; one that went on stays where it is."""
    meeting = locked(item.meeting)
    refuse_unless(meeting, {State.RUNNING}, "On note ce qui est traité pendant la réunion.")
    item.state = Item.State.TREATED if is_treated else Item.State.PLANNED
    item.save(update_fields=["state"])


@transaction.atomic
def add_section(meeting: Meeting, title: str) -> Section:
    meeting = open_agenda(meeting)
    last = meeting.sections.aggregate(last=Max("position"))["last"]
    section = Section.objects.create(meeting=meeting, title=title, position=0 if last is None else last + 1)
    agenda_changed(meeting)
    return section


@transaction.atomic
def rename_section(section: Section, title: str) -> None:
    meeting = open_agenda(section.meeting)
    section.title = title
    section.save(update_fields=["title"])
    agenda_changed(meeting)


@transaction.atomic
def remove_section(section: Section) -> None:
    """Take a part away; its items stay on the agenda, out of any part."""
    meeting = open_agenda(section.meeting)
    section.delete()
    agenda_changed(meeting)


def _refuse_foreign_section(item: Item) -> None:
    if item.section_id and item.section.meeting_id != item.meeting_id:
        raise RefusedError("Cette partie est celle d’une autre réunion.")


def next_position(meeting: Meeting) -> int:
    last = meeting.items.aggregate(last=Max("position"))["last"]
    return 0 if last is None else last + 1


def bring_what_waits(meeting: Meeting) -> None:
    """Put on this agenda what earlier meetings of the committee did not treat and no other took."""
    waiting = Item.objects.filter(
        meeting__committee=meeting.committee_id, meeting__starts_at__lt=meeting.starts_at, state=Item.State.MOVED,
        moved_to=None,
    )  # fmt: skip
    waiting = list(waiting.order_by("meeting__starts_at", "position", "pk"))
    if not waiting:
        return  # or a meeting that was called would be said to have changed
    position = next_position(meeting)
    for item in waiting:
        Item.objects.create(
            meeting=meeting, title=item.title, text=item.text, aim=item.aim, presenter=item.presenter,
            minutes=item.minutes, came_from=item, position=position,
        )  # fmt: skip
        position += 1
    agenda_changed(meeting)
