"""Paper as a Django app: words and Typst templates, no models."""

from django.apps import AppConfig


class PaperConfig(AppConfig):
    """`paper`: documents."""

    name = "contratrata.ground.paper"
    label = "paper"
