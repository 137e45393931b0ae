"""Who writes, who publishes, who adds media."""

from portal.tenancy.capabilities import Capability, declare, model_permissions
from portal.tenancy.models import Role

STAFF = frozenset(Role.staff())
PUBLISHERS = frozenset({Role.ADMINISTRATION, Role.COMMUNICATION})
AREA = "Pages et médias"

declare(
    Capability(
        code="write_pages", area=AREA, label="écrire des pages et les proposer à la relecture", roles=STAFF,
        on_pages=("wagtailcore.add_page", "wagtailcore.change_page"),
    ),
    Capability(
        code="publish_pages", area=AREA, label="publier, dépublier et verrouiller une page", roles=PUBLISHERS,
        on_pages=("wagtailcore.publish_page", "wagtailcore.lock_page", "wagtailcore.unlock_page"),
    ),
    Capability(
        code="delete_branches", area=AREA, label="supprimer une page avec toutes celles qu’elle contient",
        roles=frozenset({Role.ADMINISTRATION}), on_pages=("wagtailcore.bulk_delete_page",),
    ),
    # Wagtail reads the rights on its own models, whatever models replace them.
    Capability(
        code="media", area=AREA, label="ajouter et modifier des images et des documents", roles=STAFF,
        on_media=(
            *model_permissions("wagtailimages.image", "add", "change", "choose"),
            *model_permissions("wagtaildocs.document", "add", "change", "choose"),
        ),
    ),
    Capability(
        code="albums", area=AREA, label="ranger les images et les documents dans des collections", roles=PUBLISHERS,
        on_media=model_permissions("wagtailcore.collection", "add", "change", "delete"),
    ),
    Capability(
        code="pictures", area=AREA, label="choisir le logo, l’icône et l’image de la page d’accueil", roles=PUBLISHERS,
        permissions=("pages.change_tenantpictures",),
    ),
    Capability(
        code="redirects", area=AREA, label="rediriger une adresse vers une autre", roles=PUBLISHERS,
        permissions=model_permissions("wagtailredirects.redirect", "add", "change", "delete", "view"),
    ),
)  # fmt: skip
