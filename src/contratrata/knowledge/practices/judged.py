"""What reviewers said of a published practice, and what its languages want said, as its page and its ficha show it."""

from typing import Any

from django.utils.translation import gettext as _

from contratrata.ground.base.translated import Translated
from contratrata.ground.codes.public import country_name

from .models import CRITERIA, RUBRIC


def level_of(name: str, code: str) -> tuple[int, str]:
    """A grade of the reviews: its step, and its word; nothing was said: 0."""
    return (int(code), RUBRIC.fact(name).kind.words(code)) if code else (0, "")


def notes_of(values: dict[str, Any]) -> list[str]:
    """What the reader must know of the language of what she reads, each once."""
    lines = [value.reading().note for value in values.values() if isinstance(value, Translated)]
    return list(dict.fromkeys(note for note in lines if note))


def reviewers_of(judged: list[dict[str, Any]]) -> list[str]:
    """Each review by its number and the country of who made it."""
    return [
        _("Revisión %(n)s (%(country)s)") % {"n": n, "country": country_name(one["country"])}
        for n, one in enumerate(judged, start=1)
    ]


def criteria_of(judged: list[dict[str, Any]]) -> list[tuple[str, list[tuple[int, str, str]]]]:
    """Each criterion with the level that each reviewer gave: how they differ is shown, not averaged away."""
    labels = reviewers_of(judged)
    lines = []
    for n, name in enumerate(CRITERIA):
        fact = RUBRIC.fact(name)
        levels = [one["levels"][n] for one in judged]
        sentences = [
            (level, fact.kind.words(str(level)), label) for level, label in zip(levels, labels, strict=True)
        ]
        lines.append((fact.title, sentences))
    return lines
