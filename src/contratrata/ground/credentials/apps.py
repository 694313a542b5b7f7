"""Credentials as a Django app."""

from django.apps import AppConfig


class CredentialsConfig(AppConfig):
    """`credentials`: certificates that anybody can check."""

    name = "contratrata.ground.credentials"
    label = "credentials"
