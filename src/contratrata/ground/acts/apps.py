"""The acts as a Django app: templates and catalogue."""

from django.apps import AppConfig


class ActsConfig(AppConfig):
    """`acts`: ask, act, refuse, tell; drafts; once; moves; wizards."""

    name = "contratrata.ground.acts"
    label = "acts"
