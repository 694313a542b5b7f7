"""What changed between two versions of a programme, as data that says itself in the reader's language and zone."""

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import formats
from django.utils.translation import gettext as _

from contratrata.ground.base.translated import Translated

from . import models as m
from .zones import place

#: A programme as it was published: its sessions in their order, without any name of a person.
Programme = list[dict[str, Any]]
Change = dict[str, Any]


def snapshot(sessions: Iterable[m.Session], rooms: Mapping[str, str], zone: str) -> Programme:
    """The programme of these sessions. `rooms`: names by id; `zone`: of the event."""
    rows: Iterable[Any] = sessions
    return [
        {
            "id": str(row.id),
            "title": row.title.as_json(),
            "begins": row.begins.isoformat() if row.begins else "",
            "zone": row.zone or zone,
            "minutes": row.minutes,
            "room": rooms.get(row.room, ""),
            "people": sorted(row.people()),
        }
        for row in rows
    ]


def compare(before: Programme, after: Programme) -> list[Change]:
    """Each thing that changed, in the order of the programme; what was taken out comes last."""
    former = {one["id"]: one for one in before}
    result: list[Change] = []
    for one in after:
        was = former.pop(one["id"], None)
        if was is None:
            result.append(_change("added", one, to=one["begins"]))
            continue
        if was["begins"] != one["begins"]:
            result.append(_change("moved", one, to=one["begins"], was=was["begins"]))
        other = (what for what in ("minutes", "room") if was[what] != one[what])
        result += [_change(what, one, to=one[what], was=was[what]) for what in other]
        if was["people"] != one["people"]:
            result.append(_change("people", one))
        if Translated.from_json(was["title"]).text("es") != Translated.from_json(one["title"]).text("es"):
            result.append(_change("title", one, was=was["title"]))
    return result + [_change("removed", one, was=one["begins"]) for one in former.values()]


def _change(what: str, session: Mapping[str, Any], *, to: Any = "", was: Any = "") -> Change:
    texts = {name: session[name] for name in ("title", "zone")}
    return {"what": what, "session": session["id"], **texts, "to": to, "was": was}


def resumed(why: Translated) -> Change:
    """That a cancelled event is held after all; of no session."""
    return {"what": "resumed", "session": "", "title": why.as_json(), "zone": "UTC", "to": "", "was": ""}


def session_ids(changes: Iterable[Change]) -> set[uuid.UUID]:
    """The sessions that these changes are of."""
    return {uuid.UUID(one["session"]) for one in changes}


def sentence(change: Change, zone: str = "") -> str:
    """«“Proteger sin encerrar” pasa del 14 ene, 10:00 al 21 ene, 10:00 (Costa Rica)»; `zone`: the reader's own."""
    clock = zone or change["zone"]
    words = {
        "title": str(Translated.from_json(change["title"])),
        "to": _at(change["to"], clock) if change["what"] in ("added", "moved") else change["to"],
        "was": _at(change["was"], clock) if change["what"] in ("moved", "removed") else change["was"],
        "place": place(clock),
    }
    if change["what"] == "title":
        words["was"] = str(Translated.from_json(change["was"]))
    return _sentences(change)[change["what"]] % words


def _sentences(change: Change) -> dict[str, str]:
    return {
        "added": _("Nueva: «%(title)s», %(to)s (%(place)s).") if change["to"]
        else _("Nueva: «%(title)s», aún sin hora."),
        "removed": _("Se quitó «%(title)s» (%(was)s).") if change["was"] else _("Se quitó «%(title)s»."),
        "moved": _moved(change),
        "minutes": _("«%(title)s» dura ahora %(to)s minutos."),
        "room": _("«%(title)s» será en %(to)s.") if change["to"] else _("«%(title)s» ya no es en %(was)s."),
        "people": _("Cambió quién interviene en «%(title)s»."),
        "title": _("«%(was)s» se llama ahora «%(title)s»."),
        "resumed": _("El evento se había cancelado y se retomó: %(title)s"),
    }  # fmt: skip


def _moved(change: Change) -> str:
    if change["to"] and change["was"]:
        return _("«%(title)s» se mueve: era %(was)s y será %(to)s (%(place)s).")
    if change["to"]:
        return _("«%(title)s» ya tiene hora: %(to)s (%(place)s).")
    return _("«%(title)s» queda sin hora por ahora; era %(was)s.")


def _at(text: str, zone: str) -> str:
    if not text:
        return ""
    local = dt.datetime.fromisoformat(text).astimezone(ZoneInfo(zone))
    day = formats.date_format(local.date(), "DATE_FORMAT")
    return _("%(day)s a las %(time)s") % {"day": day, "time": f"{local:%H:%M}"}
