"""How the certificates of an event stand, and what one says; read by who organises and on her own page."""

import dataclasses
import uuid
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from contratrata.ground.base import clock
from contratrata.ground.base.translated import Translated
from contratrata.ground.credentials import public as credentials
from contratrata.knowledge.events import public as events

from . import people
from .models import Certified
from .presence import Attendance, attendances, floor
from .queries import attended, sessions_of

#: What an award is about, for whoever asks credentials of it.
ABOUT = "event"
#: Revoked for one of these, she may be given another one.
_AGAIN = (credentials.Reason.MISTAKE, credentials.Reason.WRONG)


@dataclasses.dataclass(frozen=True, slots=True)
class Standing:
    """How the certificates of an event stand, by registration.

    `earned`: who reached what it asks for, confirmed or not; `waiting`: those of them who confirmed and have none;
    `certified`: the last credential of each; `revoked`: whose last one was taken back, `again` where she may have
    another; `fallen`: who has one and is below the threshold now.
    """

    earned: Mapping[uuid.UUID, Attendance]
    waiting: Sequence[people.Person]
    certified: Mapping[uuid.UUID, uuid.UUID]
    revoked: frozenset[uuid.UUID]
    again: Sequence[people.Person]
    fallen: frozenset[uuid.UUID]
    unconfirmed: int


def standing(event: events.Event) -> Standing:
    """How they stand; a constant number of queries."""
    earned = _earned(event)
    certified = dict(
        Certified.objects.filter(event_id=event.id).values_list("registration_id", "credential_id")
    )
    rows = credentials.credentials_of(ABOUT, event.id).exclude(revoked_at=None)
    taken_back = {row.id: row.reason for row in rows}
    revoked = frozenset(key for key, one in certified.items() if one in taken_back)
    known = people.of(event.id, earned.keys())
    return Standing(
        earned=earned,
        waiting=[one for one in known if one.confirmed and one.id not in certified],
        certified=certified,
        revoked=revoked,
        again=[
            one for one in known
            if one.confirmed and one.id in revoked and taken_back[certified[one.id]] in _AGAIN
        ],
        fallen=frozenset(certified.keys() - earned.keys() - revoked),
        unconfirmed=sum(not one.confirmed for one in known),
    )  # fmt: skip


def _earned(event: events.Event) -> dict[uuid.UUID, Attendance]:
    needed, minutes = asked_of(event)
    if not needed:
        return {}
    known = attended(event.id)
    rows = attendances(known.sessions, minutes)
    return {
        known.registered[row.key]: row
        for row in rows
        if row.sessions >= needed and row.key in known.registered
    }


def asked_of(event: events.Event) -> tuple[int, int]:
    """In how many sessions she must have been, and how many minutes in each; 0 sessions: there is no certificate."""
    values = vars(event)
    return values["certificate_sessions"] or 0, floor(values["certificate_minutes"])


def what_of(event: events.Event) -> dict[str, Any]:
    """What is certified, in each language of the house."""
    values = vars(event)
    needed, minutes = asked_of(event)
    sessions = [vars(one)["title"] for one in sessions_of(event.id)]

    def detail(_language: str) -> str:
        words = ngettext("%(n)s sesión", "%(n)s sesiones", needed) % {"n": needed}
        return _("%(sessions)s de al menos %(minutes)s minutos") % {"sessions": words, "minutes": minutes}

    return {
        "kind": credentials.Kind.ATTENDANCE,
        "name": values["name"],
        "detail": _in_each(detail),
        "topics": _in_each(lambda language: "\n".join(one.reading(language).text for one in sessions)),
        "place": values["place"][:120],
        "on": clock.today(),
        "about_kind": ABOUT,
        "about_id": event.id,
    }


def _in_each(text: Callable[[str], str]) -> Translated:
    texts = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            texts[language] = text(language)
    return Translated.of(texts)
