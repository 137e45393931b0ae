from wagtail.admin.viewsets.chooser import ChooserViewSet


class FigureChooserViewSet(ChooserViewSet):
    """Chooses among the tenant's key figures; they are made in their own list."""

    model = "figures.Figure"
    icon = "order"
    choose_one_text = "Choisir un chiffre"
    choose_another_text = "Choisir un autre chiffre"

    def get_urlpatterns(self):
        return [pattern for pattern in super().get_urlpatterns() if pattern.name != "create"]


chooser = FigureChooserViewSet("figure_chooser")
