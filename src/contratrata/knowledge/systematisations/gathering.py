"""What is known of the event by itself: each package tells what it knows, and what nobody knows is said to be missing.

    gathering.provide("attendance", lambda event_id: Known(figures=((str(263), _("personas inscritas")),)))

A provider is asked within the acting scope, in the active language, and gives None where it knows nothing. Nothing is
made up here: what stands in a document was told by a package or written by a person.
"""

import dataclasses
import uuid
from collections.abc import Callable
from typing import Any, Literal

from django.conf import settings
from django.utils.translation import gettext_lazy as _l
from django.utils.translation import override

#: What may be known, in the order of the document.
Kind = Literal["programme", "attendance", "survey", "tables", "agreements"]
#: What each is called, and what is said while nobody knows it.
KINDS: dict[str, tuple[Any, Any]] = {
    "programme": (_l("Programa"), _l("El programa no se conoce: no sale de un evento de la red.")),
    "attendance": (_l("Asistencia"), _l("Nadie ha traído la asistencia: no se sabe cuántas personas hubo.")),
    "survey": (_l("Encuesta"), _l("No hay resultados de encuesta.")),
    "tables": (_l("Mesas"), _l("Ninguna relatoría de mesa está en la plataforma.")),
    "agreements": (_l("Acuerdos"), _l("No se anotaron acuerdos durante el evento.")),
}  # fmt: skip


@dataclasses.dataclass(frozen=True, slots=True)
class Session:
    """A session: its title, what it was about, what it left open for the next one, how many came (None: not known).

    `key`: its id, by which what two packages tell of it is one.
    """

    title: str
    words: str = ""
    teaser: str = ""
    people: int | None = None
    key: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class Known:
    """What a package knows: `figures` (number and what it counts), `sentences`, `sessions` in their order."""

    figures: tuple[tuple[str, str], ...] = ()
    sentences: tuple[str, ...] = ()
    sessions: tuple[Session, ...] = ()


Provider = Callable[[uuid.UUID], Known | None]
_providers: dict[str, list[Provider]] = {}


def provide(kind: Kind, provider: Provider) -> None:
    """Tell what is known of an event, from now on."""
    _providers.setdefault(kind, []).append(provider)


def gathered(event_id: uuid.UUID | None) -> dict[str, Known]:
    """What is known of an event now, by kind; what nobody knows is absent."""
    if event_id is None:
        return {}
    result = {}
    for kind in KINDS:
        known = [one for provider in _providers.get(kind, ()) if (one := provider(event_id)) is not None]
        if known:
            result[kind] = Known(
                tuple(pair for one in known for pair in one.figures),
                tuple(sentence for one in known for sentence in one.sentences),
                tuple(session for one in known for session in one.sessions),
            )
    return result


def missing(known: dict[str, Known]) -> list[str]:
    """What nobody knows, in words."""
    return [str(words) for kind, (_title, words) in KINDS.items() if kind not in known]


def event_of(tie: str) -> uuid.UUID | None:
    """The event of a tie, if it is one to an event."""
    code, _colon, rest = tie.partition(":")
    return uuid.UUID(rest.partition(":")[0]) if code == "event" else None


def as_stored(tie: str) -> dict[str, Any]:
    """What is known now, in every language, as a published copy keeps it."""
    result = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            known = gathered(event_of(tie))
            result[language] = {kind: dataclasses.asdict(one) for kind, one in known.items()}
    return result


def from_stored(stored: Any) -> dict[str, Known]:
    """What was known when it was stored, in one language; in the order of the document, which JSON does not keep."""
    return {
        kind: Known(
            tuple((str(number), str(words)) for number, words in one["figures"]),
            tuple(one["sentences"]),
            tuple(Session(**session) for session in one["sessions"]),
        )
        for kind in KINDS
        if (one := (stored or {}).get(kind)) is not None
    }
