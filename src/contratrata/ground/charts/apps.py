"""Drawings as a Django app: a tag, two templates and a page of the living component page; no models."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ChartsConfig(AppConfig):
    """`charts`: figures, their tables and their map."""

    name = "contratrata.ground.charts"
    label = "charts"

    def ready(self) -> None:
        """Every kind of drawing is shown on the component page."""
        from contratrata.ground.ui.showcase import register_page

        from .showcase import example_context

        register_page("dibujos", _("Dibujos"), "charts/showcase.html", example_context)
