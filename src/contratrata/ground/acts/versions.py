"""Two editors of one thing: the second is refused, told who was first, and shown both texts (`ask`)."""

import json
import uuid

from django.contrib.auth import get_user_model
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from contratrata.ground.base import scope
from contratrata.ground.base.errors import Conflict
from contratrata.ground.base.models import Versioned


def edit(row: Versioned, expected_version: int) -> None:
    """Count an edit of a locked row (unsaved). Raises `Conflict` when `expected_version` is not what stands."""
    if row.version != expected_version:
        raise overtaken_by(row.edited_by_id)
    row.version += 1
    row.edited_by_id = scope.user_id()


def as_seen(row: Versioned, expected_version: int) -> None:
    """Ask that a locked row is what was looked at, where nothing of it is edited. Raises `Conflict`."""
    if row.version != expected_version:
        raise Conflict(
            _("Esto cambió después de que usted lo abrió. Revise lo que hay ahora y confirme de nuevo.")
        )


def overtaken_by(user_id: uuid.UUID | None) -> Conflict:
    """The refusal of the second editor, in words: who was first."""
    if user_id is not None and user_id == scope.user_id():
        return Conflict(_("Usted cambió esto en otra ventana. Revise lo que hay ahora y guarde de nuevo."))
    names = get_user_model()._default_manager.values_list("name", flat=True)
    name = names.filter(pk=user_id).first() if user_id else None
    return Conflict(
        _("%(name)s cambió esto mientras usted escribía. Revise lo que hay ahora y guarde de nuevo.")
        % {"name": name or _("Alguien")}
    )


def fingerprint(values: object) -> str:
    """The version of what is no row of its own (a part of a row, several rows): made of the values that stand."""
    text = json.dumps(values, sort_keys=True, default=str)
    return salted_hmac("acts.fingerprint", text, algorithm="sha256").hexdigest()[:16]


def unchanged(values: object, expected: str) -> None:
    """Ask, under a lock, that `values` are what was looked at (`expected`, their fingerprint). Raises `Conflict`."""
    if fingerprint(values) != expected:
        raise overtaken_by(None)  # values do not say who changed them
