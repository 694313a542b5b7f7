"""What other packages bring, told from above: what her own page shows, and what goes when she is erased."""

import uuid
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from contratrata.ground.nouns.public import Piece

if TYPE_CHECKING:
    from .happenings import Happening
    from .models import Registration

_erased: "list[Callable[[uuid.UUID], None]]" = []
_own: "list[Callable[[Happening, Registration, str], Iterable[Piece]]]" = []


def show_own(pieces: "Callable[[Happening, Registration, str], Iterable[Piece]]") -> None:
    """Show something on her page, in a language; called in the scope of a job of whoever holds the event."""
    _own.append(pieces)


def on_erased(follow: "Callable[[uuid.UUID], None]") -> None:
    """Follow the erasing of a registration, in its transaction: nothing that names her may stay."""
    _erased.append(follow)


def erased(registration_id: uuid.UUID) -> None:
    """Let what others hold of her go."""
    for follow in _erased:
        follow(registration_id)


def own_pieces(event: "Happening", row: "Registration", language: str) -> list[Piece]:
    """What stands on the page of this registration."""
    return [piece for make in _own for piece in make(event, row, language)]
