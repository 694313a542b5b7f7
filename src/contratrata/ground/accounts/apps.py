"""The package as a Django app."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Listens to what allauth says of sign-in."""

    name = "contratrata.ground.accounts"

    def ready(self) -> None:
        """Connect the listeners, and seal accounts with every save."""
        from . import listeners, seals  # noqa: F401

        seals.connect()
