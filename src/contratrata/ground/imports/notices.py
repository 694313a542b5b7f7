"""What tells whoever brought a file that its work is done; nothing of the file is said."""

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from contratrata.ground.notices import public as board

from .models import Import

if TYPE_CHECKING:
    from .importer import Importer

STAGED, FAILED, APPLIED, REVERSED, KEPT = "staged", "failed", "applied", "reversed", "kept"
_WORDS = {
    STAGED: _("Ya se leyó el archivo que trajo: revise y decida"),
    FAILED: _("El archivo que trajo no se pudo leer"),
    APPLIED: _("Ya entró lo que traía el archivo"),
    REVERSED: _("La importación quedó deshecha"),
    KEPT: _("La importación no se pudo deshacer"),
}


def declare_for(importer: "Importer[Any]") -> None:
    """Declare the notices of an importer, which lead to its own pages."""
    for kind, words in _WORDS.items():
        board.declare(f"{importer.event}.{kind}", words, f"{importer.namespace}:detail")


def notify(one: Import, importer: "Importer[Any]", kind: str) -> None:
    """Tell whoever brought the file."""
    if one.by_id is not None:
        board.notify(
            f"{importer.event}.{kind}",
            organisation_id=one.organisation_id,
            subject_id=one.id,
            user_id=one.by_id,
        )
