"""What each argument of each address is: the typed table of the sweep. An argument it does not know fails the test."""

import itertools
from typing import Any

from wagtail.admin.views.bulk_action.registry import bulk_action_registry

from tests.isolation.sweep.addresses import Address

PAGES = ("page", "moderated", "draft")

# Looked up as « name.argument », then « namespace.argument », then « argument ». A word is the name of an object
# of the world, whose primary key is meant, or of one of its words; « =word » is the word itself.
TABLE: dict[str, tuple[str, ...]] = {
    # our own
    "finder_commune.code": ("commune_code",),
    "finder_commune.slug": ("commune_slug",),
    "contact_platform.slug": ("platform_slug",),
    "messages:send_again.pk": ("home.ContactMessage",),
    "messages:settle.pk": ("home.ContactMessage",),
    "tenant_theme.version": ("=1",),
    "shared_picture.kind": ("=portail",),  # those of things are tried one by one in tests/home/test_sharing.py
    "shared_picture.name": ("=accueil-000000000000",),
    "mail.pk": ("notifications.Mail",),
    "mails:revive.pk": ("notifications.Mail",),
    "unsubscribe.token": ("unsubscription_token",),
    "invitation.token": ("invitation_token",),
    "access_follow.token": ("access_token",),
    "access_request.pk": ("access.AccessRequest",),
    "library_folder.slug": ("folder_slug",),
    "library_follow.slug": ("folder_slug",),
    "library_folder_edit.slug": ("folder_slug",),
    "library_folder_delete.slug": ("folder_slug",),
    "library_upload.slug": ("folder_slug",),
    **{
        f"library_{name}.pk": ("documents.Document",)
        for name in ("document", "file", "version", "document_edit", "add_version", "archive", "document_delete",
                     "openings", "openings_csv")
    },
    "library_version.number": ("=1",),
    "staff_guide_chapter.slug": ("=ecrire-une-page",),
    # what is read again
    "reviews:done.kind": ("=figure",),
    "reviews:done.pk": ("figures.Figure",),
    "figure_chooser.pk": ("figures.Figure",),
    # the calendar
    "agenda_month.written": ("=2026-11",),
    "agenda_week.written": ("=2026-S47",),
    "event.pk": ("events.Occurrence",),
    # feeds of the calendar
    "event_file.pk": ("events.Occurrence",),
    "externalcalendar:read.pk": ("events.ExternalCalendar",),
    "calendar_private_feed.token": ("feed_secret",),
    "calendar_subscription_revoke.pk": ("events.FeedToken",),
    "team.pk": ("membership", "ended_membership"),
    "team:invitation.pk": ("tenancy.Invitation",),
    "coordination:edit.pk": ("territories.Platform",),
    "territory_checklist:seen.pk": ("territories.ToCheck",),
    "account_devices_end.pk": ("=1",),  # one's own session: those of others are tried in test_devices
    "mfa_edit_webauthn.pk": ("=1",),  # one's own passkey: those of others are tried in test_passkeys
    "mfa_remove_webauthn.pk": ("=1",),
    # the directory
    "directory_organisation.pk": ("organisations.Organisation",),
    "directory_person.pk": ("membership", "ended_membership"),
    "circle.slug": ("circle_slug",),
    "circle_join.slug": ("circle_slug",),
    "circle_leave.slug": ("circle_slug",),
    "circle_members.slug": ("circle_slug",),
    "circle_remove.slug": ("circle_slug",),
    "circle_hand_over.slug": ("circle_slug",),
    "circle_outsiders.slug": ("circle_slug",),
    "circle_insiders.slug": ("circle_slug",),
    "circle_remove.pk": ("membership",),
    "join_request.pk": ("organisations.JoinRequest",),
    "own_team_invite.pk": ("organisations.Organisation",),
    "own_team_end.pk": ("organisations.Affiliation",),
    "own_team_confirm.pk": ("organisations.Affiliation",),
    "own_team_invitation.pk": ("tenancy.Invitation",),
    # signing up for the dates of the calendar
    **{
        f"{name}.pk": ("events.Occurrence",)
        for name in ("event_answer", "event_colleague", "event_colleagues", "sign_ups", "sign_ups_csv",
                     "sign_up_remove")
    },
    "sign_up_remove.sign_up": ("events.SignUp",),
    "event_respond.token": ("answer_token",),
    "member_chooser.pk": ("membership", "ended_membership"),
    "directory_tools:confirm.pk": ("organisations.Organisation",),
    "directory_tools:merge.pk": ("organisations.Organisation",),
    # the agenda in the back-office
    **{
        f"event:{name}.pk": ("events.Event",)
        for name in ("edit", "delete", "history", "history_results", "publish", "withdraw", "duplicate", "series",
                     "dates", "add_date")
    },
    **{f"event:{name}.pk": ("events.Occurrence",) for name in ("edit_date", "call_off", "hold", "drop")},
    # committees
    **{
        f"{name}.slug": ("committee_slug",)
        for name in ("committee", "committee_meetings", "committee_edit", "committee_close", "committee_members",
                     "committee_people", "committee_unseat", "committee_mandate_give", "committee_mandate_end",
                     "meeting_create", "committee_decisions", "committee_decisions_xlsx", "committee_decisions_csv",
                     "committee_figures", "committee_figures_xlsx", "committee_attendance_csv",
                     "committee_decision_figures_csv")
    },
    **{f"{name}.member": ("committees.Member",) for name in ("committee_unseat", "committee_mandate_give")},
    "committee_mandate_end.mandate": ("committees.Mandate",),
    **{
        f"{name}.pk": ("committees.Meeting",)
        for name in ("meeting", "meeting_reply", "meeting_propose", "meeting_papers", "meeting_convocation",
                     "meeting_prepare", "meeting_edit", "item_add", "item_change", "item_remove", "item_shift",
                     "item_mark", "section_add", "section_rename", "section_remove", "proposal_answer", "paper_add",
                     "paper_attach", "paper_detach", "meeting_convoke", "meeting_state", "meeting_presences",
                     "meeting_openings", "minutes_begin", "decision_take")
    },
    **{
        f"{name}.item": ("committees.Item",) for name in ("item_change", "item_remove", "item_shift", "item_mark")
    },
    **{f"{name}.section": ("committees.Section",) for name in ("section_rename", "section_remove")},
    "proposal_answer.proposal": ("committees.Proposal",),
    "paper_detach.paper": ("committees.Paper",),
    "meeting_state.deed": ("=annuler",),
    **{
        f"minutes{name}.pk": ("minutes_meeting",)
        for name in ("", "_pdf", "_history", "_write", "_items", "_save", "_reread", "_comment", "_resolve",
                     "_take_back", "_approve", "_publish", "_erratum", "_extract")
    },
    **{f"minutes_{name}.passage": ("committees.Passage",) for name in ("history", "save", "comment")},
    "minutes_resolve.remark": ("committees.Comment",),
    **{f"minutes_extract_{name}.pk": ("committees.Minutes",) for name in ("page", "paper")},
    "minutes_extract_paper.paper": ("committees.Paper",),
    **{f"{name}.pk": ("committees.Decision",) for name in ("decision", "decision_edit")},
    # solicitations
    "reference": ("solicitation_reference",),
    **{
        f"solicitation_support_{name}.reference": ("supported_reference",)
        for name in ("hand_over", "edit", "step", "step_drop", "lease", "stage_drop", "end")
    },
    "solicitation_presented.reference": ("presented_reference",),
    "solicitation_take_back.reference": ("presented_reference",),
    "solicitation_take_back.pk": ("solicitations.Presentation",),
    "solicitation_uninvite.reference": ("guest_reference",),
    "solicitation_uninvite.guest": ("solicitations.Guest",),
    **{
        f"solicitation_meeting_{name}.{argument}": (word,)
        for name in ("change", "cancel")
        for argument, word in (("reference", "meeting_reference"), ("pk", "solicitations.StudyMeeting"))
    },
    "solicitation_support_hand_over.role": ("=referent",),
    "solicitation_support_step_drop.step": ("solicitations.Step",),
    "solicitation_support_stage_drop.stage": ("=bilan",),
    "solicitation_committee.slug": ("committee_slug",),
    "solicitation_figures_xlsx.year": ("=2026",),
    "solicitation_figures_of_one.year": ("=2026",),
    "solicitation_figures_of_one.slug": ("platform_slug",),
    "solicitations_erasure_xlsx.pk": ("solicitations.ErasureReport",),
    # evaluations of trainings
    "evaluation.token": ("evaluation_token",),
    "session_evaluations.pk": ("trainings.Session",),
    "training_evaluations.slug": ("training_slug",),
    # the figures of a year of trainings
    **{f"training_figures{name}.year": ("=2026",) for name in ("", "_xlsx", "_pdf", "_told")},
    # the catalogue of trainings
    "training.slug": ("training_slug",),
    "my_training.pk": ("trainings.Registration",),
    **{
        f"{name}.pk": ("trainings.Session",)
        for name in ("training_sign_up", "training_colleagues", "training_colleague_names", "registrations",
                     "registrations_act", "registrations_csv", "registrations_xlsx")
    },
    **{
        f"training:{name}.pk": ("trainings.Training",)
        for name in ("edit", "delete", "history", "history_results", "publish", "unpublish", "duplicate", "sessions",
                     "add_session")
    },
    **{
        f"training:{name}.pk": ("trainings.Session",)
        for name in ("session", "edit_session", "open_session", "withdraw_session", "confirm_session",
                     "cancel_session", "restore_session", "duplicate_session", "drop_session")
    },
    # the day of a session, and its papers
    **{
        f"{name}.pk": ("trainings.Registration",) for name in ("my_convocation", "my_certificate", "my_attestation")
    },
    **{
        f"{name}.pk": ("trainings.Session",)
        for name in ("attendance_sheet", "presence", "presence_ticks", "presence_add", "finish_session",
                     "their_certificate", "their_attestation")
    },
    **{
        f"{name}.half_day": ("trainings.HalfDay",) for name in ("presence", "presence_ticks", "presence_add")
    },
    **{f"{name}.row": ("trainings.Registration",) for name in ("their_certificate", "their_attestation")},
    "certificate_check.code": ("certificate_code",),
    # the operator's: on a tenant's host they answer nobody
    "console_tenant.slug": ("tenant_slug",),
    "console_add_domain.slug": ("tenant_slug",),
    "console_make_domain_canonical.slug": ("tenant_slug",),
    "console_make_domain_canonical.pk": ("domain",),
    "console_remove_domain.slug": ("tenant_slug",),
    "console_remove_domain.pk": ("domain",),
    "console_set_active.pk": ("actor",),
    "console_ask_for_export.slug": ("tenant_slug",),
    "console_ask_for_deletion.slug": ("tenant_slug",),
    "console_cancel_deletion.slug": ("tenant_slug",),
    "console_export.pk": ("=1",),
    "console_import.pk": ("=1",),
    "console_check_import.pk": ("=1",),
    "console_confirm_import.pk": ("=1",),
    "console_discard_import.pk": ("=1",),
    "console_certificate.pk": ("=1",),
    "console_renewal.pk": ("=1",),
    "console_set_renewal_aside.pk": ("=1",),
    "console_before_renewal.pk": ("=1",),
    "console_certificate_text.pk": ("=1",),
    "console_reset_second_factor.pk": ("actor",),
    "console_end_sessions.pk": ("actor",),
    "console_end_tenant_sessions.slug": ("tenant_slug",),
    "key": ("=faux",),
    "uidb36": ("actor_in_base_36",),
    "media.path": ("image_path", "rendition_path", "document_path", "=../../etc/passwd"),
    # public Wagtail
    "wagtail_serve._0": ("page_path", "child_path", "restricted_path",
                         "draft_path", "redirect_path"),
    "wagtaildocs_serve._0": ("document", "private_document"),
    "wagtaildocs_serve._1": ("document_name",),
    "restriction_id": ("collection_restriction",),
    "page_view_restriction_id": ("page_restriction",),
    "wagtailcore_authenticate_with_password.page_id": ("restricted",),
    # pages
    "page_id": PAGES,
    "parent_page_id": ("home", "page"),
    "start_from_a_model.parent_id": ("home", "page"),
    "page_to_move_id": ("page",),
    "destination_id": ("home",),
    "page_pk": ("home",),
    "wagtailadmin_pages:convert_alias.page_id": ("alias",),
    "wagtailadmin_pages:unlock.page_id": ("locked",),
    "wagtailadmin_pages:set_privacy.page_id": ("restricted",),
    "wagtailadmin_pages:confirm_workflow_cancellation.page_id": ("moderated",),
    "wagtailadmin_pages:workflow_action.page_id": ("moderated",),
    "wagtailadmin_pages:collect_workflow_action_data.page_id": ("moderated",),
    "wagtailadmin_pages:workflow_preview.page_id": ("moderated",),
    "wagtailadmin_pages:workflow_history.page_id": ("moderated",),
    "wagtailadmin_pages:workflow_history_detail.page_id": ("moderated",),
    "wagtailadmin_pages:revisions_unschedule.page_id": ("scheduled",),
    "wagtailadmin_pages:revisions_unschedule.revision_id": ("scheduled_revision",),
    "wagtailadmin_pages:revisions_view.page_id": ("page",),
    "wagtailadmin_pages:revisions_revert.page_id": ("page",),
    "wagtailadmin_pages.content_type_app_name": ("=home",),
    "wagtailadmin_pages.content_type_model_name": ("=contentpage",),
    "wagtailadmin_pages:choose_parent.app_label": ("=home",),
    "wagtailadmin_pages:choose_parent.model_name": ("=contentpage",),
    "revision_id": ("revision",),
    "wagtailadmin_pages:revisions_compare.pk": ("page",),
    "revision_id_a": ("=earliest", "revision"),
    "revision_id_b": ("=latest",),
    "workflow_state_id": ("workflow_state",),
    "task_state_id": ("task_state",),
    "action_name": ("=approve", "=reject"),
    "wagtailadmin_api:pages.pk": ("page", "draft"),
    "wagtailadmin_api:pages.action_name": ("=publish", "=delete", "=copy", "=move", "=unpublish"),
    # media and collections
    "wagtailadmin_api:images.pk": ("image",),
    "wagtailadmin_api:documents.pk": ("document", "private_document"),
    "image_id": ("image", "private_image"),
    "filter_spec": ("=width-20", "=original"),
    "document_id": ("document", "private_document"),
    "doc_id": ("document",),
    "uploaded_file_id": ("upload",),
    "wagtailimages_chooser.pk": ("image",),
    "wagtaildocs_chooser.pk": ("document",),
    "wagtailadmin_collections.pk": ("collection",),
    "collection_id": ("private_collection",),
    "app_name": ("=pages",),
    "wagtailadmin_tag_model_autocomplete.app_name": ("=taggit",),
    "wagtailadmin_tag_model_autocomplete.model_name": ("=tag",),
    # workflows, redirects, sessions of editing
    "wagtailadmin_workflows.pk": ("workflow",),
    "wagtailadmin_workflows:edit_task.pk": ("task",),
    "wagtailadmin_workflows:enable_task.pk": ("task",),
    "wagtailadmin_workflows:disable_task.pk": ("task",),
    "wagtailadmin_workflows:add_task.app_label": ("=wagtailcore",),
    "wagtailadmin_workflows:add_task.model_name": ("=groupapprovaltask",),
    "workflow_pk": ("workflow",),
    "task_id": ("task",),
    "redirect_id": ("redirect",),
    "redirections.pk": ("redirect",),
    "wagtailadmin_editing_sessions.app_label": ("=home",),
    "wagtailadmin_editing_sessions.model_name": ("=contentpage",),
    "object_id": ("page",),
    "session_id": ("editing_session",),
    # accounts, groups, sites
    "wagtailusers_users.pk": ("actor",),
    "wagtailusers_groups.pk": ("group",),
    "wagtailsites.pk": ("site",),
    "uidb64": ("=MQ",),
    "token": ("=faux",),
    # the nation's geography
    "commune_chooser.pk": ("commune",),
    "intercommunality_chooser.pk": ("intercommunality",),
}  # fmt: skip


class UnknownArgumentError(LookupError):
    """The table does not know an argument of an address: add a line to it."""


def cases_of(address: Address, world) -> list[dict[str, Any]]:
    """Return the values of the arguments of ``address``, each naming things of ``world``."""
    if address.name == "wagtail_bulk_action":
        return list(_bulk_actions())
    choices = [_values(address, argument, world) for argument in address.arguments]
    return [dict(zip(address.arguments, values, strict=True)) for values in itertools.product(*choices)]


def _bulk_actions():
    bulk_action_registry._scan_for_bulk_actions()
    for app_label, models in bulk_action_registry.actions.items():
        for model_name, actions in models.items():
            for action in actions:
                yield {"app_label": app_label, "model_name": model_name, "action": action}


def _values(address: Address, argument: str, world) -> list[Any]:
    namespace = address.name.rpartition(":")[0]
    for key in (f"{address.name}.{argument}", f"{namespace}.{argument}", argument):
        if key in TABLE:
            return [_value(word, world) for word in TABLE[key]]
    if argument == "pk" and address.model is not None:
        return [world.pk(address.model._meta.label)]
    raise UnknownArgumentError(f"{address.name}: what is « {argument} » in /{address.format}?")


def _value(word: str, world) -> Any:
    if word.startswith("="):
        return word[1:]
    return world.words[word] if word in world.words else world.pk(word)
