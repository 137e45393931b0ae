"""What is checked before a page goes out, or is proposed to be: by the editor's form, and where no form is shown.

A draft is saved whatever it holds: nothing that was written is ever lost to a check.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from django.core.exceptions import ValidationError
from wagtail import blocks
from wagtail.blocks.list_block import ListBlockValidationError
from wagtail.blocks.stream_block import StreamBlockValidationError
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock, TypedTableBlockValidationError
from wagtail.fields import StreamField
from wagtail.models import Page

from portal.design.typography import french
from portal.pages.checks import Fault, Path, faults_of, is_left_to_write
from portal.tenancy.references import OwnReferencesPageForm

LEFT_TO_WRITE = "Il reste ici un texte du modèle « [à écrire…] » : remplacez-le."
GOING_OUT = ("action-publish", "action-submit", "action-restart-workflow")


def goes_out(data: Mapping) -> bool:
    """Say whether what is posted asks for the page to be published, now or later, or to be read again before it is."""
    is_approval = bool(data.get("action-workflow-action")) and data.get("workflow-action-name") == "approve"
    return is_approval or any(data.get(action) for action in GOING_OUT)


class CheckedAtPublication:
    """A form that refuses to let out a page with a serious fault, and says where it is."""

    def _post_clean(self):
        super()._post_clean()
        if self.is_deferred_validation or not goes_out(self.data):
            return
        for name, value in list(self.cleaned_data.items()):
            if isinstance(value, str) and is_left_to_write(value):
                self.add_error(name, french(LEFT_TO_WRITE))
            elif isinstance(value, blocks.StreamValue):
                serious = [fault for fault in faults_of(value) if fault.is_serious]
                if serious:
                    self.add_error(name, error_of_stream(value, [(each.path, each.words) for each in serious]))


class PortalPageForm(CheckedAtPublication, OwnReferencesPageForm):
    """The form of every page."""


def faults_of_page(page: Page) -> list[Fault]:
    """Return what is wrong with all that is written in a page, a revision's or the published one."""
    streams = [field for field in page._meta.get_fields() if isinstance(field, StreamField)]
    texts = [page.title, getattr(page, "lead", "")]
    left = [Fault((0,), LEFT_TO_WRITE) for text in texts if is_left_to_write(text)]
    return [*left, *(fault for field in streams for fault in faults_of(getattr(page, field.name)))]


def keeps_in(page: Page) -> str:
    """Return why the latest revision of ``page`` must not go out, or an empty string."""
    latest = page.get_latest_revision_as_object()
    serious = [fault.words for fault in faults_of_page(latest) if fault.is_serious]
    return french(f"« {latest.title} » n’est pas publiable : {serious[0]}") if serious else ""


# From a list of faults to the errors that Wagtail shows beside each block ---------------------------------


def error_of(block, faults: Iterable[tuple[Path, str]]) -> ValidationError:
    """Return the error of ``block``, with those of its children in their places."""
    below, own = defaultdict(list), []
    for path, words in faults:
        if path:
            below[path[0]].append((path[1:], words))
        else:
            own.append(words)
    own = list(dict.fromkeys(own))
    if isinstance(block, TypedTableBlock):
        return TypedTableBlockValidationError(non_block_errors=own)
    errors = {place: error_of(_child(block, place), rest) for place, rest in below.items()}
    if isinstance(block, blocks.ListBlock):
        return ListBlockValidationError(block_errors=errors, non_block_errors=own)
    if isinstance(block, blocks.StructBlock):
        return StructBlockValidationError(block_errors=errors, non_block_errors=own)
    return ValidationError(own)


def _child(block, place: int | str):
    if isinstance(block, blocks.ListBlock):
        return block.child_block
    return block.child_blocks[place]


def error_of_stream(value: blocks.StreamValue, faults: Iterable[tuple[Path, str]]) -> StreamBlockValidationError:
    """Return the error of a whole StreamField: each block's is at its place on the page."""
    of_blocks = defaultdict(list)
    for (place, *rest), words in faults:
        of_blocks[place].append((tuple(rest), french(words)))
    errors = {place: error_of(value[place].block, rest) for place, rest in of_blocks.items()}
    return StreamBlockValidationError(block_errors=errors)
