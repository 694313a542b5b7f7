"""What views hand to components: small frozen values, so that no template guesses at a dictionary's keys."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

State = Literal["late", "soon", "wait", "done", "plain"]
ButtonKind = Literal["primary", "second", "grave", "link"]
Moment = dt.datetime | dt.date


@dataclass(frozen=True, slots=True)
class NavItem:
    """One entry of a navigation, of tabs or of the account menu; `count` is what waits there (0: none)."""

    label: str
    url: str
    current: bool = False
    count: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a summary list. An empty `value` shows «Sin dato». `change` is where it can be changed."""

    key: str
    value: object = ""
    change: str = ""
    change_words: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened, or (`state` = next) that comes. `who` is a person or an organisation."""

    when: Moment | str
    text: str
    who: str = ""
    state: Literal["", "now", "late", "next"] = ""


@dataclass(frozen=True, slots=True)
class Seen:
    """One line of «Esto verá»: None says that the part is not shared."""

    key: str
    value: object = None


@dataclass(frozen=True, slots=True)
class Column:
    """A column's heading; figures stand to the right."""

    label: str
    number: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A table's row: the first cell is its heading (a link when `url` is given), the others follow."""

    cells: Sequence[object]
    url: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table that becomes cards below 640 px. `caption` is read aloud and stands above."""

    caption: str
    columns: Sequence[Column]
    lines: Sequence[Line] = field(default_factory=tuple)


class Hinted(str):
    """The label of a choice with a line of help under it: `("deceit", Hinted("Engaño", "Promesas"))`."""

    __slots__ = ("hint",)
    hint: str

    def __new__(cls, label: str, hint: str = "") -> Hinted:
        created = super().__new__(cls, label)
        created.hint = hint
        return created
