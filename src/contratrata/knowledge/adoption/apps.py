"""Adoption follows the practices in whatever process they move, whether or not its pages were loaded there."""

from django.apps import AppConfig


class AdoptionConfig(AppConfig):
    """The package of adoption."""

    name = "contratrata.knowledge.adoption"

    def ready(self) -> None:
        """Ask to be told when a practice moves."""
        from contratrata.knowledge.practices.public import hooks

        from .projecting import after_move

        hooks.on_move(after_move)
