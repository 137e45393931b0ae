"""What is printed: the notice for the household, and the slip for the partner's own file."""

from django.urls import path

from extranet.solicitations.views import papers

urlpatterns = [
    path("notice.pdf", papers.blank_notice, name="solicitation_blank_notice"),
    path("<reference:reference>/notice.pdf", papers.notice, name="solicitation_notice"),
    path("<reference:reference>/bordereau.pdf", papers.slip, name="solicitation_slip"),
]
