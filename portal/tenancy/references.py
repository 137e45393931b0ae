"""What rich text and StreamField point at: a page, an image, a document of this tenant, or nothing.

A foreign key is held by the form's own choices and by the policies of its table. A key written inside a text is
held by nothing: Wagtail keeps what is posted, whatever it names.
"""

from collections import defaultdict

from django.contrib.contenttypes.models import ContentType
from django.db import models
from wagtail.admin.forms import WagtailAdminModelForm, WagtailAdminPageForm
from wagtail.models import ReferenceIndex

Reference = tuple[str, int, str]
"""The field that holds it, the content type and the key of what it names."""


def references_in_texts(instance: models.Model) -> set[Reference]:
    """Return what the texts of ``instance`` (rich text, StreamField, its children's too) point at."""
    return {
        (path.partition(".")[0], content_type, key)
        for content_type, key, path, _ in ReferenceIndex._extract_references_from_object(instance)
        if "." in path
    }


def missing(references: set[Reference]) -> set[Reference]:
    """Return those that name nothing here: a neighbour's object and one that never was look the same."""
    wanted = defaultdict(set)
    for reference in references:
        wanted[reference[1]].add(reference)
    absent = set()
    for content_type, named in wanted.items():
        model = ContentType.objects.get_for_id(content_type).model_class()
        keys = model._default_manager.filter(pk__in=[key for _, _, key in named]).values_list("pk", flat=True)
        present = {str(key) for key in keys}
        absent |= {reference for reference in named if reference[2] not in present}
    return absent


class OwnReferences:
    """A form that refuses a text which newly points at what is not this tenant's.

    What the text pointed at before is let through: a page deleted since must not keep its readers' page from
    being mended.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._before = references_in_texts(self.instance) if self.instance.pk else set()

    def _post_clean(self):
        super()._post_clean()
        for field in sorted({field for field, _, _ in missing(references_in_texts(self.instance) - self._before)}):
            self.add_error(
                field if field in self.fields else None,
                "Un lien, une image ou un document de ce texte n’existe pas dans ce portail : "
                "retirez-le, ou choisissez-le à nouveau.",
            )


class OwnReferencesPageForm(OwnReferences, WagtailAdminPageForm):
    pass


class OwnReferencesModelForm(OwnReferences, WagtailAdminModelForm):
    pass
