"""The public address of an invitation, and those between this portal and ProConnect."""

from django.urls import path

from portal.tenancy.views import proconnect
from portal.tenancy.views.invitations import invitation

urlpatterns = [
    path("invitation/<str:token>/", invitation, name="invitation"),
    # On a tenant's host alone; declared at ProConnect as they stand, to the last « / ».
    path("compte/proconnect/", proconnect.leave, name="proconnect"),
    path("compte/proconnect/retour/", proconnect.come_in, name="proconnect_in"),
    path("compte/proconnect/sortie/", proconnect.come_out, name="proconnect_out"),
]
