"""The base as a Django app: it owns the scope's SQL functions."""

from django.apps import AppConfig


class BaseConfig(AppConfig):
    """`base`: clock, ids, errors, scope, row-level security."""

    name = "contratrata.ground.base"
    label = "base"
