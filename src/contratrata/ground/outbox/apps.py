"""The package as a Django app."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class OutboxConfig(AppConfig):
    """Knows every mail of the house: each package declares its own in a room `mails`."""

    name = "contratrata.ground.outbox"

    def ready(self) -> None:
        """Read the declarations: the process that sends is not the one that wanted the mail."""
        autodiscover_modules("mails")
