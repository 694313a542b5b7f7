"""What the curriculum brings to the house."""

from typing import Any

from contratrata.ground.base.package import Furniture, Mount
from contratrata.ground.base.scope import Scope, organisation_id
from contratrata.ground.nouns.public import Noun, operations

from . import events, reading  # noqa: F401  (traces; what may be tied to)
from .models import COMPETENCES, COURSES, THEMES, UNITS, Theme

_NOUNS: tuple[Noun[Any, Any], ...] = (THEMES, COMPETENCES, COURSES, UNITS)


def _demonstrate(_scope: Scope) -> int:
    """The invented rows, each after those that it is tied to; none where another organisation wrote a curriculum."""
    if Theme.objects.exclude(organisation_id=organisation_id()).exists():
        return 0
    return sum(operations.demonstrate(noun) for noun in _NOUNS)


FURNITURE = Furniture(
    urls=tuple(
        Mount("", f"contratrata.training.curriculum.{name}")
        for name in ("urls", "themes_urls", "competences_urls", "courses_urls", "units_urls")
    ),
    demonstration=(_demonstrate,),
)
