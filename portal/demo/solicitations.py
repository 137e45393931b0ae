"""The solicitations of the demonstration. Run twice, nothing doubles: a tenant that has some keeps its own.

Rows are written by themselves where a verb would ask about today: nobody is told of what was always there.
"""

import datetime

from django.utils import timezone

from extranet.committees.models import Committee
from extranet.solicitations import setting_up
from extranet.solicitations.models import (
    Charge,
    ErasureReport,
    Guest,
    ImpactAssessment,
    JournalEntry,
    LeaseStage,
    Message,
    Presentation,
    Reminder,
    Solicitation,
    State,
    Step,
    StudyMeeting,
    Support,
)
from extranet.solicitations.models.lists import (
    Age,
    Difficulty,
    EndReason,
    Hope,
    Household,
    InformedHow,
    RefusalReason,
    Situation,
    Urgency,
)
from extranet.solicitations.models.solicitations import ANSWERED, WAITING
from portal.database import context
from portal.demo.content.solicitations import ASSESSMENTS, EARLIER, SOLICITATIONS, Asked, Supported
from portal.demo.days import FRIDAY, at, working_day
from portal.demo.directory import member_called
from portal.demo.people import ASSOCIATION, CASA, PDC
from portal.design.typography import french
from portal.organisations.models import Affiliation, Organisation
from portal.tenancy.models import Membership, Tenant
from portal.tenancy.reviewed import months_after
from portal.territories.models import Commune, Platform

Act, Kind = JournalEntry.Act, Message.Kind
MORNING = datetime.time(9, 30)
DAYS_KEPT = 730
REMINDED_AFTER = 5  # days
MEETS_AT = "Salle de réunion de la plateforme (exemple)"
ANSWERS = {Kind.SUPPORTED, Kind.REDIRECTED, Kind.REFUSED, Kind.ENDED}
COMMUNES = {"lens-henin": "62498", "casa": "06004"}
ASSOCIATIONS = {PDC: ASSOCIATION, CASA: "GALICE"}
ACTS = {
    Kind.SENT: Act.SENT, Kind.MESSAGE: Act.WROTE, Kind.QUESTION: Act.ASKED, Kind.STUDIED: Act.STUDIED,
    Kind.SUPPORTED: Act.SUPPORTED, Kind.REDIRECTED: Act.REDIRECTED, Kind.REFUSED: Act.REFUSED, Kind.ENDED: Act.ENDED,
    Kind.INVITED: Act.INVITED,
}  # fmt: skip


def load_solicitations(tenants: dict[str, Tenant], today: datetime.date) -> None:
    """Record the impact assessments, switch the module on, and write what was asked; once people are there."""
    for slug, asked in SOLICITATIONS.items():
        with context.use(tenants[slug].context):
            _assess(tenants[slug], today)
            if not Solicitation.objects.exists():
                for each in asked:
                    _Loader(tenants[slug], today).put(each)
                _earlier(slug, today)


class _Loader:
    def __init__(self, tenant: Tenant, today: datetime.date):
        self.tenant, self.today = tenant, today

    def put(self, asked: Asked) -> None:
        """Write a solicitation as it stands today, with all that was said."""
        row = Solicitation(
            reference=asked.reference, state=asked.state, asked_by=self.member(asked.by),
            organisation=self.organisation_of(asked.by), commune=Commune.objects.get(code=asked.commune),
            platform=Platform.objects.get(slug=asked.platform), household=asked.household, ages=list(asked.ages),
            situation=asked.situation, difficulties=list(asked.difficulties), eviction_stage=asked.eviction_stage,
            tried=list(asked.tried), tried_text=french(asked.tried_text), hoped=asked.hoped,
            hoped_text=french(asked.hoped_text), urgency=asked.urgency, informed_how=asked.informed_how,
            informed_on=self.day(asked.days + 1), created_at=self.moment(asked.days), **asked.answer,
        )  # fmt: skip
        said = [] if asked.state == State.DRAFT else [(asked.days, Kind.SENT, asked.by, ""), *asked.said]
        row.last_exchange_at = self.moment(said[-1][0] if said else asked.days)
        if said:
            row.submitted_at = row.created_at
        if asked.state in WAITING:
            row.waiting_since = row.submitted_at
        if asked.state in ANSWERED:
            days, _, who, words = next(each for each in said if each[1] in ANSWERS)
            row.answered_at, row.answered_by, row.answer_text = self.moment(days), self.member(who), french(words)
        row.save()
        for line in said:
            self.say(row, *line)
        for guest in asked.guests:
            Guest.objects.create(solicitation=row, membership=self.member(guest), invited_by=row.answered_by)
        if asked.support:
            self.support(row, asked.support)
        if asked.meeting_in:
            starts_at = at(working_day(self.day(-asked.meeting_in), last=FRIDAY), MORNING)
            ends_at = starts_at + datetime.timedelta(hours=1)
            StudyMeeting.objects.create(solicitation=row, starts_at=starts_at, ends_at=ends_at, place=MEETS_AT)
        if asked.is_presented:
            committee = Committee.objects.order_by("pk").first()
            Presentation.objects.create(solicitation=row, committee=committee, by=committee.secretary)
        if asked.state == State.RECEIVED and asked.days > REMINDED_AFTER:
            Reminder.objects.create(solicitation=row, waiting_since=row.waiting_since, days=REMINDED_AFTER)

    def say(self, row: Solicitation, days: int, kind: Kind, who: str, words: str) -> None:
        by = self.member(who)
        Message.objects.create(solicitation=row, kind=kind, by=by, text=french(words), created_at=self.moment(days))
        JournalEntry.objects.create(
            reference=row.reference, platform_name=row.platform.name, act=ACTS[kind], by_key=by.pk,
            by_name=str(by.user), at=self.moment(days),
        )  # fmt: skip

    def support(self, row: Solicitation, said: Supported) -> None:
        support = Support.objects.create(
            solicitation=row, organisation=Organisation.objects.get(name=said.organisation), kind=said.kind,
            has_sliding_lease=said.has_sliding_lease, starts_on=self.day(said.since), outcome=said.outcome,
            ended_on=None if said.ended is None else self.day(said.ended), created_at=self.moment(said.since),
        )  # fmt: skip
        ends = [days for _, days, _ in said.referents[1:]] + [said.ended]
        for (who, days, why), end in zip(said.referents, ends, strict=True):
            Charge.objects.create(
                support=support, role=Charge.Role.REFERENT, membership=self.member(who), starts_on=self.day(days),
                ends_on=None if end is None else self.day(end), reason=french(why),
            )  # fmt: skip
        if said.deputy:
            Charge.objects.create(
                support=support, role=Charge.Role.DEPUTY, membership=self.member(said.deputy),
                starts_on=support.starts_on, ends_on=support.ended_on,
            )  # fmt: skip
        for days, stage in said.stages:
            LeaseStage.objects.create(support=support, stage=stage, reached_on=self.day(days))
        for days, kind, words in said.steps:
            by = self.member(said.referents[-1][0])
            Step.objects.create(support=support, kind=kind, done_on=self.day(days), text=french(words), by=by)

    def member(self, name: str) -> Membership:
        return member_called(self.tenant, name)

    def organisation_of(self, name: str) -> Organisation | None:
        works_for = Affiliation.objects.filter(membership=self.member(name)).select_related("organisation").first()
        return works_for and works_for.organisation

    def day(self, ago: int) -> datetime.date:
        return self.today - datetime.timedelta(days=ago)

    def moment(self, ago: int) -> datetime.datetime:
        return at(self.day(ago), MORNING)


def _assess(tenant: Tenant, today: datetime.date) -> None:
    """Record the assessment, unless its staff did. What they switched since stays as it is."""
    if setting_up.assessment_of(tenant):
        return
    carried_out_on = today - datetime.timedelta(days=300)
    assessment = ImpactAssessment(
        carried_out_on=carried_out_on, review_on=months_after(carried_out_on, 36), retention_months=24,
        legal_basis=ImpactAssessment.LegalBasis.PUBLIC_TASK, **ASSESSMENTS[tenant.slug],
    )  # fmt: skip
    setting_up.record(assessment, by=None)
    setting_up.switch_on(tenant, by=None)


def _earlier(slug: str, today: datetime.date) -> None:
    """Write those of the two years before, of which nothing is left but what the figures count."""
    for platform, counts in EARLIER[slug].items():
        states = [state for state, count in zip(ANSWERED, counts, strict=True) for _ in range(count)]
        its = Platform.objects.get(slug=platform)
        rows = Solicitation.objects.bulk_create(_one_of_earlier(its, state, n, today) for n, state in enumerate(states))
        erased = [row.reference for row in rows if row.erased_at]
        ErasureReport.objects.create(at=at(today, MORNING), retention_months=24, erased=erased)
        carrier = Organisation.objects.filter(name=ASSOCIATIONS[slug]).get()
        supported = [row for row in rows if row.state == State.SUPPORTED]
        Support.objects.bulk_create(_its_support(row, n, carrier) for n, row in enumerate(supported))


def _one_of_earlier(platform: Platform, state: State, n: int, today: datetime.date) -> Solicitation:
    """Return one of some weeks ago, or of more than two years: of that one the texts and the commune are erased."""
    situation, household = list(Situation)[n % len(Situation)], list(Household)[n % len(Household)]
    days = 20 + 23 * n % 900
    sent, is_erased = at(today - datetime.timedelta(days=days), MORNING), days > DAYS_KEPT
    answered = sent + datetime.timedelta(days=3 + 5 * n % 17)
    return Solicitation(
        tenant=platform.tenant, state=state, platform=platform, household=household, ages=[Age.ADULT],
        commune=None if is_erased else Commune.objects.get(code=COMMUNES[platform.slug]), situation=situation,
        difficulties=[(Difficulty.ACCESS, Difficulty.KEEPING, Difficulty.ARREARS)[n % 3]], hoped=Hope.SUPPORT,
        urgency=Urgency.USUAL, informed_on=timezone.localdate(sent), informed_how=InformedHow.SPOKEN, created_at=sent,
        submitted_at=sent, last_exchange_at=answered, answered_at=answered,
        refusal_reason=RefusalReason.NOT_CONCERNED if state == State.REFUSED else "",
        end_reason=EndReason.SOLVED if state == State.NO_FOLLOW_UP else "",
        destination="SIAO (exemple)" if state == State.REDIRECTED else "",
        destination_contact="Par son formulaire." if state == State.REDIRECTED and not is_erased else "",
        erased_at=at(today, MORNING) if is_erased else None,
    )  # fmt: skip


def _its_support(row: Solicitation, n: int, carrier: Organisation) -> Support:
    starts_on = timezone.localdate(row.answered_at)
    is_ended = n % 3 > 0
    return Support(
        tenant_id=row.tenant_id, solicitation=row, organisation=carrier, has_sliding_lease=n % 2 == 0,
        kind=Support.Kind.ACCESS if n % 2 == 0 else Support.Kind.KEEPING, starts_on=starts_on,
        ended_on=min(starts_on + datetime.timedelta(days=120), timezone.localdate()) if is_ended else None,
        outcome=(Support.Outcome.HOUSED if n % 2 == 0 else Support.Outcome.KEPT) if is_ended else "",
    )  # fmt: skip
