"""The words of attendance reports, as data: headings by field, answers, units of time, names of months."""

import dataclasses
import functools
from enum import StrEnum
from pathlib import Path
from typing import Any

import yaml
from babel import Locale

from contratrata.ground.codes.public import fold

LANGUAGES = ("es", "en", "pt", "fr")


class Field(StrEnum):
    """What a column of a report tells."""

    NAME = "name"
    FIRST_NAME = "first_name"
    LAST_NAME = "last_name"
    EMAIL = "email"
    ACCOUNT = "account"
    JOINED = "joined"
    LEFT = "left"
    FIRST_JOINED = "first_joined"
    LAST_LEFT = "last_left"
    SECONDS = "seconds"
    ALL_SECONDS = "all_seconds"
    GUEST = "guest"
    ATTENDED = "attended"
    WAITING = "waiting"
    ACTION = "action"
    MOMENT = "moment"


class Platform(StrEnum):
    """Who wrote a report, as far as its headings tell."""

    ZOOM = "zoom"
    TEAMS = "teams"
    BIGBLUEBUTTON = "bigbluebutton"
    MEET = "meet"
    OTHER = "other"


@dataclasses.dataclass(frozen=True)
class Words:
    """Everything by its folded spelling."""

    fields: dict[str, Field]
    platforms: dict[str, Platform]
    came: frozenset[str]
    went: frozenset[str]
    yes: frozenset[str]
    no: frozenset[str]
    units: dict[str, int]
    months: dict[str, int]
    days: frozenset[str]
    meeting: frozenset[str]
    fillers: frozenset[str]

    def truth(self, raw: object) -> bool | None:
        """Yes, no, or None where a cell says neither."""
        word = fold(str(raw if raw is not None else ""))
        return True if word in self.yes else False if word in self.no else None


@functools.cache
def words() -> Words:
    """The words, read once. Raises `ValueError` for a heading that means two fields."""
    data: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("words.yaml").read_text(encoding="utf-8"))
    fields: dict[str, Field] = {}
    for name, spellings in data["fields"].items():
        for spelling in spellings:
            if fields.setdefault(fold(spelling), Field(name)) != name:
                raise ValueError(f"{spelling!r} names two fields")
    platforms = {
        fold(spelling): Platform(name)
        for name, spellings in data["platforms"].items()
        for spelling in spellings
    }
    units = {
        fold(word): seconds
        for name, seconds in (("hours", 3600), ("minutes", 60), ("seconds", 1))
        for word in data[name]
    }
    months = _names("months") | {"sept": 9, "set": 9}
    sets = {
        name: frozenset(map(fold, data[name])) for name in ("came", "went", "yes", "no", "fillers", "meeting")
    }
    return Words(fields, platforms, units=units, months=months, days=frozenset(_names("days")), **sets)


def _names(kind: str) -> dict[str, int]:
    """Names of months or of days of the week, long and short, in every language."""
    return {
        fold(name): number
        for language in LANGUAGES
        for width in ("wide", "abbreviated")
        for number, name in getattr(Locale(language), kind)["format"][width].items()
    }
