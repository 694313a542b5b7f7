"""Where a draft of the catalogue comes from, shown on its page: the systematisation that named it."""

from contratrata.ground.base.request import Request
from contratrata.ground.nouns.public import Piece
from contratrata.knowledge.practices.public import Practice

from .models import SYSTEMATISATIONS
from .outcomes import origin_of


def piece(request: Request, row: Practice) -> Piece | None:
    """The systematisation that a practice comes from, for members."""
    origin = origin_of([row.id]).get(row.id)
    if origin is None:
        return None
    values = {"title": SYSTEMATISATIONS.title(origin), "url": SYSTEMATISATIONS.url("row", origin)}
    return Piece("systematisations/origin.html", values)
