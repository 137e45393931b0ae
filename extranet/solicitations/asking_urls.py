"""What a partner does: asking, completing, withdrawing, and their own list."""

from django.urls import path

from extranet.solicitations.views import asking, mine

urlpatterns = [
    path("", mine.solicitations, name="solicitations"),
    path("nouvelle/", asking.create, name="solicitation_create"),
    path("<reference:reference>/situation/", asking.edit_case, name="solicitation_case"),
    path("<reference:reference>/demande/", asking.need, name="solicitation_need"),
    path("<reference:reference>/relire/", asking.check, name="solicitation_check"),
    path("<reference:reference>/supprimer/", asking.drop, name="solicitation_drop"),
    path("<reference:reference>/envoyee/", asking.sent, name="solicitation_sent"),
    path("<reference:reference>/completer/", mine.complete, name="solicitation_complete"),
    path("<reference:reference>/retirer/", mine.withdraw, name="solicitation_withdraw"),
]
