"""The published programme as anybody reads it, in the zone that the reader chose."""

import dataclasses
import datetime as dt
from collections.abc import Iterable
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from contratrata.ground.base import clock
from contratrata.ground.base.translated import Reading, Translated
from contratrata.ground.network.public import time_zones

from . import changes, said
from .models import OpenMaterial, OpenSession
from .words import role_words


@dataclasses.dataclass(frozen=True, slots=True)
class Shown:
    """A session as a line of the programme. `number`: in the order of the event, none for a pause.

    `state`: `now` while it is held or is the next one, else nothing; `tag`: that in words.
    """

    number: int | None
    row: Any
    title: Reading
    aim: Reading
    questions: list[str]
    teaser: Reading
    when: str
    people: list[str]
    materials: list[OpenMaterial]
    state: str
    tag: str


@dataclasses.dataclass(frozen=True, slots=True)
class Day:
    """The sessions of one day; `title` is empty where a day has one session only."""

    title: str
    sessions: list[Shown]


def zone_asked(asked: str, zone: str) -> str:
    """The zone that the reader chose, if it is one of the region; else that of the event."""
    return asked if asked in dict(time_zones()) else zone


def days(rows: Iterable[Any], materials: Iterable[Any], zone: str) -> list[Day]:
    """The programme by day."""
    sessions = list(rows)
    materials_of: dict[Any, list[Any]] = {}
    for material in materials:
        materials_of.setdefault(material.session_id, []).append(material)
    coming = next((one for one in sessions if one.sort != "break" and _until(one) > clock.now()), None)
    shown, number = [], 0
    for row in sessions:
        number += row.sort != "break"
        shown.append(_shown(row, number, materials_of.get(row.session_id, []), zone, is_next=row is coming))
    groups = [(day, list(group)) for day, group in groupby(shown, key=lambda one: _day(one.row, zone))]
    single = all(len(group) == 1 for _each, group in groups)
    return [Day("" if single or day is None else said.long_day(day), group) for day, group in groups]


def _until(row: Any) -> dt.datetime:
    """When it ends; what has no time yet is still to come."""
    if row.begins is None:
        return dt.datetime.max.replace(tzinfo=dt.UTC)
    return row.begins + dt.timedelta(minutes=row.minutes or 0)  # type: ignore[no-any-return]


def _day(row: Any, zone: str) -> dt.date | None:
    day: dt.date | None = row.begins.astimezone(ZoneInfo(zone)).date() if row.begins else row.day
    return day


def _shown(row: Any, number: int, materials: list[Any], zone: str, *, is_next: bool) -> Shown:
    held = row.begins is not None and row.begins <= clock.now() < _until(row)
    return Shown(
        None if row.sort == "break" else number,
        row,
        row.title.reading(),
        row.aim.reading(),
        row.questions.reading().text.splitlines(),
        row.teaser.reading(),
        said.when(row, zone),
        people_words(row.people),
        materials,
        "now" if held or is_next else "",
        _("Ahora") if held else _("Próxima") if is_next and row.begins else "",
    )


def people_words(people: Iterable[dict[str, Any]]) -> list[str]:
    """Those who speak, each with what she is; then who moderates and who reports."""
    result = []
    for role, group in groupby(people, key=lambda one: one["role"]):
        names = [", ".join(filter(None, (one["name"], one["position"], one["body"]))) for one in group]
        result.append("; ".join(names) if role == "speakers" else role_words(role, names, between="; "))
    return result


def changes_of(row: Any, zone: str) -> list[tuple[dt.datetime, list[str]]]:
    """What changed in the programme, the last version first."""
    return [
        (dt.datetime.fromisoformat(one["at"]), [changes.sentence(change, zone) for change in one["changes"]])
        for one in row.changes
    ]


def title_of(row: OpenSession) -> str:
    """The title of a session in the reader's language."""
    title: Translated = row.title
    return title.reading().text
