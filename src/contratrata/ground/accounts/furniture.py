"""What the accounts bring to the house."""

from importlib import import_module

from django.conf import settings

from contratrata.ground.base.package import Furniture, Mount, Periodic
from contratrata.ground.vault.public import Column

from .helped import bound


def clear_sessions() -> None:
    """Remove sessions that have run out."""
    engine = import_module(settings.SESSION_ENGINE)
    engine.SessionStore.clear_expired()


FURNITURE = Furniture(
    urls=(
        Mount("", "contratrata.ground.accounts.sign_in_urls"),
        Mount("", "contratrata.ground.accounts.urls"),
    ),
    periodic=(Periodic(3600.0, clear_sessions),),
    sealed=(Column("accounts_factorhelp", "explained", "master", lambda row: bound(row["id"])),),
)
