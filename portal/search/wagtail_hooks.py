from wagtail import hooks

from portal.search.viewsets import UnansweredQuestionViewSet


@hooks.register("register_admin_viewset")
def unanswered_questions():
    return UnansweredQuestionViewSet("recherches_sans_reponse")
