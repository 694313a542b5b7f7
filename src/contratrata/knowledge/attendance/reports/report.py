"""What a report of attendance becomes: one stay for each line, doubts as data, and what must be asked of the file."""

import dataclasses
import datetime as dt
from collections.abc import Sequence
from typing import Self
from zoneinfo import ZoneInfo

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from .words import Platform


class Doubt(TextChoices):
    """What is wrong or strange about one line."""

    NAMELESS = "nameless", _("No dice quién es.")
    UNREADABLE = "unreadable", _("No se entiende la hora o la duración.")
    TIMELESS = "timeless", _("No dice cuánto tiempo estuvo.")
    BACKWARDS = "backwards", _("Sale antes de entrar.")
    ENDLESS = "endless", _("Dura más de un día.")
    ELSEWHEN = "elsewhen", _("No coincide con la sesión: es de otra hora o de otro día.")
    STAYED = "stayed", _("No dice cuándo salió: se cuenta hasta el final de la sesión.")
    DIFFERS = (
        "differs",
        _("La duración que dice no es la que va de la entrada a la salida: se cuenta la segunda."),
    )


#: A line with one of these is not counted.
FATAL = frozenset(
    {Doubt.NAMELESS, Doubt.UNREADABLE, Doubt.TIMELESS, Doubt.BACKWARDS, Doubt.ENDLESS, Doubt.ELSEWHEN}
)


@dataclasses.dataclass(frozen=True, slots=True)
class Stay:
    """One time that somebody was there. `number`: its line in the file. Without `joined` only `seconds` is known.

    `exact`: whether she was there all the time from `joined` to `left`; else so many seconds of it.
    """

    number: int
    name: str
    email: str
    joined: dt.datetime | None
    left: dt.datetime | None
    seconds: int
    guest: bool | None = None
    exact: bool = True
    doubts: frozenset[Doubt] = frozenset()

    @property
    def counts(self) -> bool:
        """Whether it is certain enough to be counted."""
        return not self.doubts & FATAL


class Asked(TextChoices):
    """What only a person can say of a file."""

    ORDER = "order", _("¿Cómo escribe el archivo las fechas?")
    ZONE = "zone", _("¿En qué hora está escrito el archivo?")
    UNIT = "unit", _("¿En qué cuenta el archivo la duración?")
    SESSION = "session", _("¿Es el informe de esta sesión?")


@dataclasses.dataclass(frozen=True, slots=True)
class Question:
    """A question about the whole file, with the answers to choose from: (value, words)."""

    asked: Asked
    options: Sequence[tuple[str, str]]
    why: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class Choices:
    """What a person answered about a file; empty is not answered. `order`: `day` or `month` (which stands first);
    `unit`: `long` (minutes, hours:minutes) or `short` (seconds, minutes:seconds); `session`: `yes`."""

    order: str = ""
    zone: str = ""
    unit: str = ""
    session: str = ""

    @classmethod
    def of(cls, answers: dict[str, str]) -> Self:
        """From answers by question; those to no question of ours are left out."""
        return cls(**{name: value for name, value in answers.items() if name in Asked.values})


@dataclasses.dataclass(frozen=True, slots=True)
class Meeting:
    """When the session was held, where its times are told (`zone`), and in which other zones a report may be."""

    starts: dt.datetime
    ends: dt.datetime
    zone: str
    zones: Sequence[str] = (
        "UTC",
        "America/Guatemala",
        "America/Panama",
        "America/Santo_Domingo",
        "America/Mexico_City",
        "America/New_York",
        "America/Los_Angeles",
        "America/Sao_Paulo",
        "Europe/Madrid",
    )

    @property
    def seconds(self) -> int:
        """How long it lasted."""
        return int((self.ends - self.starts).total_seconds())

    @property
    def day(self) -> dt.date:
        """The day on which it began, where its times are told."""
        return self.starts.astimezone(ZoneInfo(self.zone)).date()


@dataclasses.dataclass(frozen=True, slots=True)
class Report:
    """A report as it was understood. While `questions` stand, there are no stays: nothing is guessed."""

    platform: Platform
    stays: Sequence[Stay]
    questions: Sequence[Question]
    notes: Sequence[str]
