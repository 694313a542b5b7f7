"""Adoption follows the practices in whatever process they move, whether or not its pages were loaded there."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _l


class AdoptionConfig(AppConfig):
    """The package of adoption."""

    name = "contratrata.knowledge.adoption"

    def ready(self) -> None:
        """Ask to be told when a practice moves; let the catalogue be narrowed by where they were adopted."""
        from contratrata.knowledge.practices.public import Facet, countries, hooks, register

        from .projecting import after_move
        from .public import adopted_codes, adopted_stamp

        hooks.on_move(after_move)
        register(Facet("adoptada", _l("Adoptada en"), countries, adopted_codes, adopted_stamp))
