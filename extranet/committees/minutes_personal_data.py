"""What the minutes of committees hold about who wrote them, remarked on them or decided of them."""

from extranet.committees.models import Comment, Committee, Erratum, Minutes, Proposal, Revision
from extranet.committees.words import called
from portal.accounts.personal_data import Section, tells, written


@tells("committee_minutes", order=59)
def minutes(user) -> Section:
    """The remarks and errata of a person, what they wrote, and the minutes that they approved or published.

    What a passage says is what a meeting said: it is not theirs.
    """
    remarks = Comment.objects.filter(by__user=user).select_related("passage__minutes__meeting__committee")
    errata = Erratum.objects.filter(by__user=user).select_related("minutes__meeting__committee")
    saved = Revision.objects.filter(by__user=user).select_related("passage__minutes__meeting__committee")
    approved = Minutes.objects.filter(approved_by__user=user).select_related("meeting__committee")
    published = Minutes.objects.filter(published_by__user=user).select_related("meeting__committee")
    answered = Comment.objects.filter(resolved_by__user=user).count()
    return Section(
        title="Les comptes rendus de comités que vous avez écrits ou relus",
        purpose="Savoir qui a écrit, remarqué et approuvé quoi.",
        kept="Tant que le comité est gardé : ses comptes rendus sont les archives de la collectivité.",
        rows=[
            *(
                {"Réunion": called(each.passage.minutes.meeting), "Votre remarque": each.text, "Le": written(each.at)}
                for each in remarks.order_by("at", "pk")
            ),
            *(
                {"Réunion": called(each.passage.minutes.meeting), "Passage enregistré": str(each.passage),
                 "Le": written(each.at)}
                for each in saved.order_by("at", "pk")
            ),
            *(
                {"Réunion": called(each.minutes.meeting), "Votre erratum": each.text, "Le": written(each.at)}
                for each in errata.order_by("at", "pk")
            ),
            *({"Compte rendu approuvé": called(each.meeting), "Le": written(each.approved_at)} for each in approved),
            *({"Compte rendu publié": called(each.meeting), "Le": written(each.published_at)} for each in published),
            *[{"Remarques d’autres personnes auxquelles vous avez répondu": str(answered)}] * bool(answered),
        ],
    )  # fmt: skip


@tells("committees", order=55)
def committees(user) -> Section:
    """The committees whose secretary or chair a person is, and what they answered to proposals."""
    rows = [
        {"Comité": str(each), "Votre charge": charge}
        for field, charge in (("secretary", "secrétariat"), ("chair", "présidence"))
        for each in Committee.objects.filter(**{f"{field}__user": user}).order_by("name")
    ]
    answered = Proposal.objects.filter(answered_by__user=user).count()
    if answered:
        rows.append({"Points proposés auxquels vous avez répondu": str(answered)})
    return Section(
        title="Les comités dont vous avez la charge",
        purpose="Dire aux membres qui prépare et qui préside leurs réunions.",
        kept="Tant que vous avez cette charge.",
        rows=rows,
    )
