"""The base as a Django app: it owns the scope's SQL functions."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate

from .planning import plan_for_the_large


class BaseConfig(AppConfig):
    """`base`: clock, ids, errors, scope, row-level security."""

    name = "contratrata.ground.base"
    label = "base"

    def ready(self) -> None:
        """Whoever migrates tells the planner what an organisation may hold."""
        post_migrate.connect(plan_for_the_large, sender=self)
