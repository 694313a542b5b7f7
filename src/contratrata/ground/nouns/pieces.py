"""What a package shows on the page of another package's noun."""

import dataclasses
from collections.abc import Mapping
from typing import Any, Literal

#: Where a piece stands on the public page: among the text, or beside it.
Place = Literal["main", "side"]


@dataclasses.dataclass(frozen=True, slots=True)
class Piece:
    """Its own template, which reads `piece.values`, and where it stands."""

    template: str
    values: Mapping[str, Any]
    place: Place = "main"
