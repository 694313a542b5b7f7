"""What is being typed on a page, kept by the address of the page and given back there."""

from django import forms

from contratrata.ground.base import scope
from contratrata.ground.base.request import Request
from contratrata.ground.ui.frame import draft_key
from contratrata.ground.vault.public import drafts


def key_of(request: Request, of: str = "") -> str:
    """The draft's key of a page; `of` tells apart pages that share an address (ids and codes only)."""
    return draft_key(request.path, of)


def restore(form: forms.BaseForm, key: str) -> bool:
    """Put back what was being typed when the page was left; whether there was anything.

    The token of the act (`once`) is a new one: a draft that outlived its sending must not pass for it.
    """
    fields = drafts.restore(key) if _may_keep() else None
    if not fields:
        return False
    drafts.fill(form, {name: values for name, values in fields.items() if name != form.add_prefix("once")})
    return True


def typed_under(prefix: str) -> dict[str, dict[str, list[str]]]:
    """What was typed and not yet saved on the pages of one thing, by what follows `prefix` in their keys."""
    result = drafts.restore_under(prefix) if _may_keep() else {}
    return {key.removeprefix(prefix): fields for key, fields in result.items()}


def forget(key: str) -> None:
    """The act succeeded: its draft goes, in the same transaction."""
    if _may_keep():
        drafts.forget(key)


def _may_keep() -> bool:
    """Drafts are sealed by the acting organisation: without one there are none."""
    acting = scope.current()
    return acting is not None and acting.user_id is not None and acting.organisation_id is not None
