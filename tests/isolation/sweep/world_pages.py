"""The marked pages of a tenant: live, draft, scheduled, in moderation, behind a password, locked, an alias."""

import datetime

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone
from wagtail.admin.models import EditingSession, FormState
from wagtail.models import (
    Comment,
    CommentReply,
    GroupApprovalTask,
    Page,
    PageSubscription,
    PageViewRestriction,
    UploadedFile,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from home.models import ContentPage, HomePage


def make_pages(world) -> dict[str, models.Model]:
    marks, actor = world.marks, world.actor
    home = HomePage.objects.get(pk=world.tenant.home_page_id)

    def page(name: str, *, live=True, **fields) -> ContentPage:
        made = ContentPage(
            title=f"{marks.text} {name}", draft_title=f"{marks.text} {name}", slug=f"{marks.probe}-{name}",
            lead=marks.text, seo_title=marks.text, search_description=marks.text, owner=actor, live=live,
            show_in_menus=live, body=_body(world), **fields,
        )  # fmt: skip
        home.add_child(instance=made)
        made.save_revision(user=actor, log_action=True)
        return made

    pages = {
        "home": home,
        "page": page("en-ligne"),
        "draft": page("brouillon", live=False),
        "scheduled": page("programmee", live=False),
        "moderated": page("soumise", live=False),
        "restricted": page("privee"),
        "locked": page("verrouillee", locked=True, locked_by=actor, locked_at=timezone.now()),
    }
    pages["child"] = pages["page"].add_child(
        instance=ContentPage(title=f"{marks.text} enfant", slug=f"{marks.probe}-enfant", lead=marks.text, owner=actor)
    )
    pages["page"].get_latest_revision().publish(user=actor)
    pages["alias"] = pages["page"].create_alias(update_slug=f"{marks.probe}-alias", user=actor)
    made = pages | _make_moderation(world, pages) | _make_traces(world, pages)
    later = timezone.now() + datetime.timedelta(days=3)
    pages["scheduled"].go_live_at = later
    pages["scheduled"].save_revision(user=actor, approved_go_live_at=later)
    made["scheduled_revision"] = pages["scheduled"].get_latest_revision()
    made["revision"] = pages["page"].get_latest_revision()
    return made


def _body(world) -> list:
    marks = world.marks
    return [
        ("heading", marks.text),
        ("picture", {"image": world["image"], "caption": marks.text}),
    ]


def _make_moderation(world, pages) -> dict[str, models.Model]:
    marks, actor = world.marks, world.actor
    workflow = Workflow.objects.create(name=f"{marks.text} circuit")
    task = GroupApprovalTask.objects.create(name=f"{marks.text} relecture")
    task.groups.set([tenant_group.group for tenant_group in world.tenant.groups.all()])
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    WorkflowPage.objects.update_or_create(page=Page.objects.get(pk=pages["home"].pk), defaults={"workflow": workflow})
    state = workflow.start(pages["moderated"], actor)
    return {"workflow": workflow, "task": task, "workflow_state": state, "task_state": state.current_task_state}


def _make_traces(world, pages) -> dict[str, models.Model]:
    """What people leave behind them on a page: comments, a subscription, sessions, an upload half done."""
    marks, actor, page = world.marks, world.actor, pages["page"]
    content_type = ContentType.objects.get_for_model(page)
    comment = Comment.objects.create(page=page, user=actor, text=marks.text, contentpath="title")
    seen = {"user": actor, "content_type": content_type, "object_id": str(page.pk)}
    return {
        "comment": comment,
        "reply": CommentReply.objects.create(comment=comment, user=actor, text=marks.text),
        "subscription": PageSubscription.objects.update_or_create(
            page=page, user=actor, defaults={"comment_notifications": True}
        )[0],
        "page_restriction": PageViewRestriction.objects.create(
            page=pages["restricted"], restriction_type=PageViewRestriction.PASSWORD, password=marks.canary
        ),
        "editing_session": EditingSession.objects.create(**seen, last_seen_at=timezone.now(), is_editing=True),
        "form_state": FormState.objects.create(**seen, data=f"title={marks.canary}", last_updated_at=timezone.now()),
        "upload": UploadedFile.objects.create(
            for_content_type=ContentType.objects.get_for_model(world["image"]),
            file=f"wagtail_uploads/{marks.canary}.png", uploaded_by_user=actor,
        ),
    }  # fmt: skip
