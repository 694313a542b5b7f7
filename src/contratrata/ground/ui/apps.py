"""The visible grammar as a Django app: it has templates, static files and tags, and no models."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """`ui`: what every page is built of."""

    name = "contratrata.ground.ui"
    label = "ui"
