"""The visible grammar as a Django app: it has templates, static files and tags, and no models."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """`ui`: what every page is built of."""

    name = "contratrata.ground.ui"
    label = "ui"

    def ready(self) -> None:
        """The components of lists, plans and public pages have a page of their own beside the component page."""
        from django.utils.translation import gettext_lazy as _

        from .showcase import pieces_context, register_page

        register_page("piezas", _("Piezas"), "ui/showcase/pieces.html", pieces_context)
