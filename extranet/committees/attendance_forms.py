"""The attendance sheet: one form for a whole meeting, organisation by organisation."""

from collections import defaultdict
from dataclasses import dataclass, field

from django import forms
from django.db.models import Prefetch
from django.utils import timezone

from extranet.committees.attendance import Mark, State, seated_at
from extranet.committees.models import Mandate, Meeting, Member, Presence, Reply
from portal.design.typography import french
from portal.tenancy.models import Membership

NOTED = [(State.PRESENT, "Présent"), (State.EXCUSED, "Excusé"), (State.ABSENT, "Absent")]
LONGEST_NAME = Presence._meta.get_field("name").max_length
MOST_GUESTS = 60
FROM_REPLIES = {
    Reply.Answer.PRESENT: State.PRESENT,
    Reply.Answer.EXCUSED: State.EXCUSED,
    Reply.Answer.REPLACED: State.EXCUSED,
}


@dataclass
class Line:
    """A person who sits, and the name of their field."""

    name: str
    membership: Membership
    what: str
    reply: Reply | None = None


@dataclass
class Seat:
    """An organisation on the sheet: its people, who else came for it, who speaks for it."""

    member: Member
    lines: list[Line] = field(default_factory=list)

    @property
    def others(self) -> str:
        return f"autres-{self.member.pk}"

    @property
    def by(self) -> str:
        return f"par-{self.member.pk}"


class AttendanceForm(forms.Form):
    """Who came. Made of what was noted already, else of what people replied; nothing noted is no mark."""

    guests = forms.CharField(
        label="Invités", required=False, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=french("Un nom par ligne. Ils ne comptent pas."),
    )  # fmt: skip

    def __init__(self, *args, meeting: Meeting, **kwargs):
        super().__init__(*args, **kwargs)
        self.meeting = meeting
        self.noted = list(meeting.presences.select_related("membership__user"))
        self.replies = {reply.membership_id: reply for reply in meeting.replies.all()}
        self.seats = self._seats()
        self.office = self._office()
        for seat in self.seats:
            self._add_seat(seat)
        for line in self.office:
            self._add_line(line, None)
        self.initial["guests"] = "\n".join(each.name for each in self.noted if each.state == State.GUEST)

    def _seats(self) -> list[Seat]:
        """Return the organisations, with who held a mandate that day, and whoever was noted for them all the same."""
        day = timezone.localdate(self.meeting.starts_at)
        mandates = Prefetch("mandates", Mandate.objects.on(day).select_related("membership__user"), to_attr="that_day")
        noted = defaultdict(list)
        for presence in self.noted:
            if presence.membership:
                noted[presence.member_id].append(presence.membership)
        seats = []
        for member in seated_at(self.meeting).prefetch_related(mandates):
            people = {each.membership_id: (each.membership, each.get_kind_display()) for each in member.that_day}
            for membership in noted[member.pk]:
                people.setdefault(membership.pk, (membership, "mandat terminé"))
            lines = [
                Line(f"etat-{member.pk}-{pk}", membership, what, self.replies.get(pk))
                for pk, (membership, what) in people.items()
            ]
            seats.append(Seat(member, lines))
        return seats

    def _office(self) -> list[Line]:
        """Return the secretary, the chair and whoever was noted, of those who sit for no organisation."""
        committee, seated = self.meeting.committee, {line.membership.pk for seat in self.seats for line in seat.lines}
        found = {}
        for membership, what in ((committee.secretary, "secrétaire"), (committee.chair, "présidence")):
            if membership and membership.pk not in seated:
                found.setdefault(membership.pk, (membership, what))
        for presence in self.noted:
            if presence.membership and not presence.member_id:
                found.setdefault(presence.membership_id, (presence.membership, "sans mandat"))
        return [Line(f"etat-0-{pk}", each, what, self.replies.get(pk)) for pk, (each, what) in found.items()]

    def _add_seat(self, seat: Seat) -> None:
        for line in seat.lines:
            self._add_line(line, seat.member)
        noted = [each for each in self.noted if each.member_id == seat.member.pk]
        names = [each.name for each in noted if not each.membership_id and each.state == State.PRESENT]
        if not self.noted:
            replies = (line.reply for line in seat.lines if line.reply)
            names = [each.replaced_by for each in replies if each.answer == Reply.Answer.REPLACED]
        spoken = next((each.represented_by_id for each in noted if each.state == State.REPRESENTED), None)
        others = [(each.member.pk, str(each.member)) for each in self.seats if each.member.pk != seat.member.pk]
        self.fields[seat.others] = forms.CharField(
            label="Autre personne venue pour elle", required=False, max_length=600, initial=", ".join(names),
            help_text="Un nom, ou plusieurs séparés par des virgules.",
        )  # fmt: skip
        self.fields[seat.by] = forms.TypedChoiceField(
            label="Représentée par", required=False, coerce=int, empty_value=None, initial=spoken,
            help_text="Seulement si personne n’est venu d’elle.", choices=[("", "Aucune autre organisation"), *others],
        )  # fmt: skip

    def _add_line(self, line: Line, member: Member | None) -> None:
        key = (member.pk if member else None, line.membership.pk)
        noted = next((each.state for each in self.noted if (each.member_id, each.membership_id) == key), "")
        if not self.noted and line.reply:
            noted = FROM_REPLIES[line.reply.answer]
        self.fields[line.name] = forms.ChoiceField(
            label=str(line.membership.user), required=False, choices=NOTED, widget=forms.RadioSelect, initial=noted
        )

    def clean_guests(self) -> list[str]:
        names = _names(self.cleaned_data["guests"].splitlines())
        if len(names) > MOST_GUESTS:
            raise forms.ValidationError(french(f"{MOST_GUESTS} invités au plus."))
        _refuse_long(names)
        return names

    def clean(self):
        cleaned = super().clean()
        there = {seat.member.pk for seat in self.seats if self._is_there(seat, cleaned)}
        for seat in self.seats:
            names, by = self._others(seat, cleaned), cleaned.get(seat.by)
            try:
                _refuse_long(names)
            except forms.ValidationError as refusal:
                self.add_error(seat.others, refusal)
            if by and seat.member.pk in there:
                self.add_error(seat.by, french(f"Quelqu’un de {seat.member} est là : elle se représente elle-même."))
            elif by and by not in there:
                other = next(each.member for each in self.seats if each.member.pk == by)
                self.add_error(seat.by, french(f"Personne de {other} n’est noté présent."))
        return cleaned

    def _is_there(self, seat: Seat, cleaned: dict) -> bool:
        return bool(self._others(seat, cleaned)) or any(cleaned.get(each.name) == State.PRESENT for each in seat.lines)

    @staticmethod
    def _others(seat: Seat, cleaned: dict) -> list[str]:
        return _names((cleaned.get(seat.others) or "").split(","))

    def marks(self) -> list[Mark]:
        """Return what is noted, as attendance.note takes it."""
        said, found, members = self.cleaned_data, [], {seat.member.pk: seat.member for seat in self.seats}
        for seat in self.seats:
            found += [_mark(line, said, seat.member) for line in seat.lines if said[line.name]]
            found += [
                Mark(state=State.PRESENT, member=seat.member, name=name) for name in self._others(seat, said)
            ]  # fmt: skip
            if said[seat.by]:
                by = members[said[seat.by]]
                found.append(Mark(state=State.REPRESENTED, member=seat.member, represented_by=by))
        found += [_mark(line, said, None) for line in self.office if said[line.name]]
        return found + [Mark(state=State.GUEST, name=name) for name in said["guests"]]

    def drawn(self) -> list[dict]:
        """Return the organisations with their bound fields, as the template draws them."""
        return [
            {
                "member": seat.member, "lines": [(line, self[line.name]) for line in seat.lines],
                "others": self[seat.others], "by": self[seat.by],
            }
            for seat in self.seats
        ]  # fmt: skip

    def office_drawn(self) -> list[tuple]:
        return [(line, self[line.name]) for line in self.office]


def _mark(line: Line, said: dict, member: Member | None) -> Mark:
    return Mark(state=State(said[line.name]), member=member, membership=line.membership)


def _names(typed) -> list[str]:
    return [name for each in typed if (name := " ".join(each.split()))]


def _refuse_long(names: list[str]) -> None:
    if any(len(name) > LONGEST_NAME for name in names):
        raise forms.ValidationError(french(f"{LONGEST_NAME} signes au plus par nom."))
