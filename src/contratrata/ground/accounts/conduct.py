"""The code of conduct: accepted by each person, in a version."""

from django.db import transaction

from contratrata.ground.audit import public as audit
from contratrata.ground.base import clock

from . import events  # noqa: F401  (declares the events of this package)
from .models import User

#: The text of each version and language as it was accepted: a new version is a new file.
TEXTS = {
    ("2026-11", "es"): "accounts/conduct/2026-11.es.html",
    ("2026-11", "en"): "accounts/conduct/2026-11.en.html",
}


def text_of(version: str, language: str) -> str:
    """The template of a version in this language, in Spanish when there is none. Raises `KeyError`."""
    return TEXTS.get((version, language)) or TEXTS[version, "es"]


def accept_conduct(*, user: User, version: str) -> None:
    """She accepts this version, now; accepted already, it stays as it was."""
    with transaction.atomic():
        if User.objects.select_for_update().get(pk=user.pk).conduct_version == version:
            return
        user.conduct_version, user.conduct_accepted_at = version, clock.now()
        user.save(update_fields=["conduct_version", "conduct_accepted_at"])
        audit.record("conduct.accepted", kind="user", subject=user.pk, version=version)
