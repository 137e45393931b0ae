"""A tenant after a year of use: something in every table that a screen of the portal or of Wagtail fills."""

import uuid

from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.core.mail import EmailMessage
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from taggit.models import Tag
from wagtail.admin.models import EditingSession, FormState
from wagtail.contrib.redirects.models import Redirect
from wagtail.embeds.models import Embed
from wagtail.log_actions import log
from wagtail.models import (
    Collection,
    CollectionViewRestriction,
    Comment,
    CommentReply,
    GroupApprovalTask,
    GroupSitePermission,
    Page,
    PageSubscription,
    PageViewRestriction,
    UploadedFile,
    Workflow,
    WorkflowContentType,
    WorkflowPage,
    WorkflowTask,
)

from extranet.access.models import Arrival
from extranet.committees import decisions
from home.legal.models import AccessibilityAudit, AccessibilityComplaint
from home.models import ContactMessage, ContactPolicy, ContactRoute, ContentPage, Service
from portal.accounts.models import User
from portal.documents import services as documents
from portal.documents.models import FilePolicy, Folder
from portal.notifications.models import Mail
from portal.organisations.models import Audience, Circle
from portal.pages.models import PortalImage
from portal.tenancy.models import Membership, Role
from portal.territories.models import Commune, CoverageException, Platform, ToCheck
from tests.extranet.committees.making_decisions import a_world, take
from tests.factories import make_document, make_image, make_user


def live_in(tenant) -> None:
    people = {user.first_name: user for user in User.objects.filter(memberships__tenant=tenant)}
    people["Olga"] = User.objects.get(email="olga@demo.example")
    people["Noé"] = make_user("noe@ailleurs.example", first_name="Noé")  # no member any more, named by rows
    _media(tenant, people)
    _pages(tenant, people)
    _members(people)
    _documents(people)
    _workflow(people)
    _left_by_wagtail(people)
    _decisions(tenant, people)
    _legal(people)
    DBTaskResult.objects.create(
        id=uuid.uuid4(), args_kwargs={"args": [1], "kwargs": {"_asking": tenant.pk}}, task_path="portal.jobs.none",
        queue_name="default", backend_name="default", return_value=None, exception_class_path="", traceback="",
    )  # fmt: skip


def _legal(people) -> None:
    AccessibilityAudit.objects.create(date=timezone.localdate(), rate=80, auditor="Cabinet d’essai", sample="Accueil")
    AccessibilityComplaint.objects.create(
        page="Accueil", difficulty="Le menu", email="lou@essai.example", answer="C’est réparé.",
        answered_at=timezone.now(), answered_by=people["Noé"],
    )  # fmt: skip


def _media(tenant, people) -> None:
    folder = tenant.root_collection.add_child(name="Plateformes")
    image = make_image(tenant, collection=Collection.objects.get(pk=folder.pk), uploaded_by_user=people["Chloé"])
    image.tags.add("façade")
    image.save()
    image.get_rendition("width-20")
    image.get_rendition("fill-10x10")
    make_image(tenant, title="Cour", description='Une « cour », l’été : 20 €\\n"\t')
    make_document(tenant)
    log(image, "wagtail.edit", user=people["Noé"])
    restriction = CollectionViewRestriction.objects.create(collection_id=folder.pk, restriction_type="groups")
    restriction.groups.add(Group.objects.first())


def _pages(tenant, people) -> None:
    page = ContentPage.objects.get(slug="pour-qui")
    page.owner, page.lead = people["Noé"], "Un toit d’abord,\nun accompagnement ensuite."
    image = PortalImage.objects.first()
    page.body = [("text", f'<embed embedtype="image" id="{image.pk}" format="left" alt="Entrée"/>')]
    page.save_revision(user=people["Iris"]).publish(user=people["Chloé"])
    comment = Comment.objects.create(page=page, user=people["Gaël"], text="À revoir", contentpath="lead")
    CommentReply.objects.create(comment=comment, user=people["Olga"], text="Fait")
    page = ContentPage.objects.get(pk=page.pk)
    page.locked, page.locked_by, page.locked_at = True, people["Alice"], timezone.now()
    page.save_revision(user=people["Alice"], log_action=True)  # its content holds the comment and its reply
    page.save()
    PageSubscription.objects.create(page=page, user=people["Gaël"], comment_notifications=True)
    restriction = PageViewRestriction.objects.create(page=page, restriction_type="groups")
    restriction.groups.add(Group.objects.first())
    Redirect.objects.create(old_path="/ancienne", site=tenant.site, redirect_page=page)
    Redirect.objects.create(old_path="/dehors", site=tenant.site, redirect_link="https://example.org/")


def _members(people) -> None:
    membership = Membership.objects.get(user=people["Diane"])
    circle = Circle.objects.create(name="Échanges de pratiques")
    circle.members.add(membership)
    audience = Audience.objects.create(reach="choisis", kinds=["bailleur", "ccas"])
    audience.circles.add(circle)
    audience.people.add(membership)
    platform = Platform.objects.first()
    Arrival.objects.create(email="zoe@essai.example", first_name="Zoé", invited_by=people["Gaël"])
    ContactMessage.objects.create(platform=platform, name="Zoé", email="zoe@essai.example", message="Bonjour")
    ContactRoute.objects.create(subject="presse", email="presse@essai.example")
    ContactPolicy.objects.update(kept_months=7)
    CoverageException.objects.create(commune=Commune.objects.get(code="62498"), platform=platform, reason="essai")
    ToCheck.objects.create(subject="Wismes", words="Fait maintenant partie de Lumbres.")
    Service.objects.first().platforms.add(platform)
    mail = EmailMessage("Convocation", "Bonjour,\nvenez.", to=["diane@demo.example"], bcc=["alice@demo.example"])
    mail.attach("ordre.pdf", b"%PDF\x00\xff\\x00", "application/pdf")
    mail.send()
    Mail.objects.update(sent_at=None, next_attempt_at=timezone.now())  # the mail server was away


def _documents(people) -> None:
    audience = Audience.objects.create(reach="choisis", kinds=["bailleur"])
    folder = Folder.objects.create(name="Vacance", slug="vacance", audience=audience)
    document = documents.publish(
        ContentFile("Le bail « glissant », l’été : 20 €.\n".encode(), "bail.txt"), by=people["Noé"],
        audience=audience, folder=folder, title="Bail glissant",
    )  # fmt: skip
    membership = Membership.objects.get(user=people["Diane"])
    documents.record_reading(membership, document.current)
    documents.follow(membership, folder)
    FilePolicy.objects.create()


def _workflow(people) -> None:
    workflow = Workflow.objects.create(name="Relecture")
    task = GroupApprovalTask.objects.create(name="Relire")
    task.groups.set(Group.objects.filter(tenant_group__role=Role.COMMUNICATION))
    WorkflowTask.objects.create(workflow=workflow, task=task)
    page = Page.objects.get(slug="comment").specific
    WorkflowPage.objects.create(workflow=workflow, page=page)
    WorkflowContentType.objects.create(workflow=workflow, content_type=ContentType.objects.get_for_model(Service))
    page.save_revision(user=people["Iris"])
    state = workflow.start(page, people["Iris"])
    state.current_task_state.approve(user=people["Chloé"], comment="Très bien")


def _left_by_wagtail(people) -> None:
    page = ContentType.objects.get_for_model(ContentPage)
    FormState.objects.create(
        data="title=Été&x=%C3%A9", user=people["Iris"], content_type=page, object_id="", parent_object_id="3",
        last_updated_at=timezone.now(),
    )  # fmt: skip
    EditingSession.objects.create(
        user=people["Iris"], content_type=page, object_id="3", last_seen_at=timezone.now(), is_editing=True
    )
    UploadedFile.objects.create(
        file=ContentFile(b"en attente", "attente.jpg"), uploaded_by_user=people["Chloé"], for_content_type=page
    )
    Embed.objects.create(url="https://example.org/", max_width=None, type="video", html="", hash="h")
    Tag.objects.get_or_create(name="Été", slug="ete")
    log(people["Diane"], "wagtail.edit", user=people["Gaël"])  # an object that is an account
    site = Group.objects.first().tenant_group.tenant.site
    GroupSitePermission.objects.create(
        group=Group.objects.first(), site=site, permission=Group.objects.first().permissions.first()
    )


def _decisions(tenant, people) -> None:
    """A history that nobody may rewrite goes and comes with its tenant all the same."""
    world = a_world(tenant, "Comité d’une année")
    by = Membership.objects.get(user=people["Alice"], tenant=tenant)
    old, new = take(world, "Ouvrir un guichet", world.a), take(world, "En ouvrir deux", world.a, world.b)
    decisions.move(old, "remplacee", "Un seul ne suffit pas.", by=by, replaced_by=new)
    decisions.move(new, "en_cours", "Un local est trouvé.", by=by)
