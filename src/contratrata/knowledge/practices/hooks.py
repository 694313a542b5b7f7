"""What other packages bring to the practices, told from above: what they show on the pages of a practice and what they
do when it moves. The practices themselves know none of them.
"""

from collections.abc import Callable, Hashable
from typing import TYPE_CHECKING

from contratrata.ground.nouns.public import Piece, Place

if TYPE_CHECKING:
    from contratrata.ground.base.request import Request
    from contratrata.ground.nouns.public import NounMove

    from .models import Practice, Published

_for_members: "list[Callable[[Request, Practice], Piece | None]]" = []
_for_anybody: "list[Callable[[Published, str], list[Piece]]]" = []
_stamps: "list[Callable[[int], Hashable]]" = []
_on_move: "list[Callable[[Practice, NounMove], None]]" = []


def show_members(piece: "Callable[[Request, Practice], Piece | None]") -> None:
    """Show something on the page of a practice for members; a constant number of queries, None: nothing."""
    _for_members.append(piece)


def show_anybody(pieces: "Callable[[Published, str], list[Piece]]", stamp: Callable[[int], Hashable]) -> None:
    """Show something on the public page of a practice, in a language; a constant number of queries.

    `stamp`: of the practice of a number, another one whenever the pieces may say something else. Pages are held ready
    made: without it a name that was taken back would go on standing there.
    """
    _for_anybody.append(pieces)
    _stamps.append(stamp)


def on_move(act: "Callable[[Practice, NounMove], None]") -> None:
    """Do something, in its transaction, when a practice moved (is published, is withdrawn …)."""
    _on_move.append(act)


def pieces_for(request: "Request", row: "Practice") -> list[Piece]:
    """What stands on the page of a practice for whoever acts."""
    return [piece for make in _for_members if (piece := make(request, row))]


def open_pieces(row: "Published", language: str, place: Place) -> list[Piece]:
    """What stands in this place of the public page."""
    return [piece for make in _for_anybody for piece in make(row, language) if piece.place == place]


def open_stamp(number: int) -> Hashable:
    """What is another one whenever the pieces on the public page of this practice may say something else."""
    return tuple(stamp(number) for stamp in _stamps)


def moved(row: "Practice", move: "NounMove") -> None:
    """Tell everybody who asked that it moved."""
    for act in _on_move:
        act(row, move)
