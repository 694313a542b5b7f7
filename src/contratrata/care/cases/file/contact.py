"""What is asked of a first contact (`contact.yaml`), and what one answers."""

from pathlib import Path
from typing import Any, Final

from django.utils.translation import gettext as _

from contratrata.ground.base.errors import DomainError
from contratrata.ground.kinds.public import Values
from contratrata.ground.questions.public import load
from contratrata.ground.things.public import from_row
from contratrata.ground.vault import public as vault

from ..models import FirstContact
from . import questions  # noqa: F401  (registers the kinds of this package)

CONTACT: Final = load(Path(__file__).parents[1] / "contact.yaml")
PLAIN, SEALED = CONTACT.stored_in(""), CONTACT.stored_in("sealed")


def something_said(values: Values) -> None:
    """The least that is worth keeping. Raises `DomainError`."""
    if not (values.get("said") or values.get("asked_for")):
        raise DomainError(_("Escriba en una frase qué dijo o qué pidió."), field="said")


def values_of(row: FirstContact) -> dict[str, Any]:
    """What a contact answers, by fact; of a person who was erased the codes only."""
    return values_under(row, vault.open_subjects([row.subject_id]).get(row.subject_id))


def values_under(row: FirstContact, sealer: vault.Sealer | None) -> dict[str, Any]:
    """The same of one of several contacts, whose keys were opened together."""
    texts = row.open(sealer) if sealer else dict.fromkeys(row.sealed_columns(), "")
    return from_row(PLAIN, row) | texts | {"sent_to": texts["sent_to"] or row.referred_to}
