"""The package as a Django app."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Listens to what allauth says of sign-in."""

    name = "contratrata.ground.accounts"

    def ready(self) -> None:
        """Connect the listeners."""
        from . import listeners  # noqa: F401
