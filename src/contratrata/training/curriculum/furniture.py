"""What the curriculum brings to the house."""

from contratrata.ground.base.package import Furniture, Mount
from contratrata.ground.nouns.public import operations

from . import reading  # noqa: F401  (what may be tied to)
from .models import COMPETENCES, COURSES, THEMES, UNITS

FURNITURE = Furniture(
    urls=tuple(
        Mount("", f"contratrata.training.curriculum.{name}")
        for name in ("urls", "themes_urls", "competences_urls", "courses_urls", "units_urls")
    ),
    demonstration=(
        lambda _scope: sum(operations.demonstrate(one) for one in (THEMES, COMPETENCES, COURSES, UNITS)),
    ),
)
