"""The base as a Django app: it owns the scope's SQL functions."""

from types import ModuleType

from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate

from .catalogues import look_up_once
from .moments import read_quickly
from .planning import plan_for_the_large
from .unsampled import forget_samples


class BaseConfig(AppConfig):
    """`base`: clock, ids, errors, scope, row-level security."""

    name = "contratrata.ground.base"
    label = "base"

    def __init__(self, app_name: str, app_module: ModuleType) -> None:
        super().__init__(app_name, app_module)
        look_up_once()  # before any model is imported: that reads the first catalogues

    def ready(self) -> None:
        """Once every app has migrated: plans for large organisations, and no samples of secrets.

        With each connection: a quick reader of moments.
        """
        connection_created.connect(read_quickly, dispatch_uid="base.read_quickly")
        post_migrate.connect(plan_for_the_large, dispatch_uid="base.plan_for_the_large")
        post_migrate.connect(forget_samples, dispatch_uid="base.forget_samples")
