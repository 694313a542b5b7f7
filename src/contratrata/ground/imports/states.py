"""States and moves of an import, and what a row of it is."""

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from contratrata.ground.workflow.public import Machine, Move


class ImportState(models.TextChoices):
    """The state of an import."""

    RECEIVED = "received", _("en espera de lectura")
    READING = "reading", _("leyéndose")
    STAGED = "staged", _("por decidir")
    APPLYING = "applying", _("entrando")
    APPLIED = "applied", _("traída")
    REVERSING = "reversing", _("deshaciéndose")
    REVERSED = "reversed", _("deshecha")
    FAILED = "failed", _("no se pudo leer")
    CANCELLED = "cancelled", _("cancelada")


class Outcome(models.TextChoices):
    """What a row of the file is."""

    UNDERSTOOD = "understood", _("Entendida")
    REPAIRED = "repaired", _("Reparada")
    ASKED = "asked", _("Por aclarar")
    REFUSED = "refused", _("No se puede traer")
    DUPLICATE = "duplicate", _("Ya estaba")


#: Word in the address, name of the tab, outcomes, with a case or without (None: both).
Tab = tuple[str, Promise | str, tuple[Outcome, ...], bool | None]
#: The rows as the page parts them.
TABS: tuple[Tab, ...] = (
    ("", _("Por resolver"), (Outcome.ASKED, Outcome.REFUSED), False),
    ("con-dudas", _("Entraron con dudas"), (Outcome.ASKED,), True),
    ("reparadas", _("Reparadas"), (Outcome.REPAIRED,), None),
    ("entendidas", _("Entendidas"), (Outcome.UNDERSTOOD,), None),
    ("ya-estaban", _("Ya estaban"), (Outcome.DUPLICATE,), None),
)
S = ImportState
#: A worker does something with it: the page shows how far it is.
UNDER_WAY = frozenset({S.RECEIVED, S.READING, S.APPLYING, S.REVERSING})

IMPORT = Machine(
    "import",
    [
        Move("receive", frozenset({""}), S.RECEIVED),
        Move("read", frozenset({S.RECEIVED}), S.READING),
        Move("stage", frozenset({S.READING}), S.STAGED),
        Move("fail", frozenset({S.RECEIVED, S.READING}), S.FAILED),
        Move("cancel", frozenset({S.RECEIVED, S.READING, S.STAGED}), S.CANCELLED),
        Move("apply", frozenset({S.STAGED}), S.APPLYING),
        Move("finish", frozenset({S.APPLYING}), S.APPLIED),
        Move("reverse", frozenset({S.APPLIED}), S.REVERSING),
        Move("keep", frozenset({S.REVERSING}), S.APPLIED),
        Move("undo", frozenset({S.REVERSING}), S.REVERSED),
    ],
)
