"""What anybody reads of an event: made when it is published, and again when somebody withdraws her consent."""

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from contratrata.ground.base.publishing import publishing
from contratrata.ground.base.scope import user_id
from contratrata.ground.base.translated import Translated
from contratrata.ground.files import public as files
from contratrata.ground.network.public import organisation_names
from contratrata.ground.things.public import from_row, to_row

from . import changes, hooks
from . import models as m
from .parts import MATERIALS, ROOMS, SESSIONS, SPEAKERS, rows_of, title, unwilling, values_of

#: So many versions of a programme say on the public page what changed.
MOST_CHANGES = 10
#: Of the people in a session, those named before everybody.
NAMED = ("speakers", "moderators", "rapporteurs")


def copied(row: m.Event) -> dict[str, Any]:
    """What the published copy says besides the facts; the programme's next version is kept."""
    event: Any = row
    sessions = list(rows_of(SESSIONS, row.id))
    rooms = list(rows_of(ROOMS, row.id))
    number = _next_version(
        row, changes.snapshot(sessions, {str(one.id): title(ROOMS, one) for one in rooms}, event.zone)
    )
    begins, ends = span(row, sessions)
    return {
        "code": m.code_of(row.id),
        "organiser": organisation_names([row.organisation_id])[row.organisation_id],
        "programme": number,
        "begins": begins,
        "ends": ends,
        "rooms": [room_of(one) for one in rooms],
        "changes": _said_changes(row.id),
        "cancelled_at": row.cancelled_at,
        "cancelled_why": row.cancelled_why,
    }


def room_of(row: Any) -> dict[str, Any]:
    """What anybody reads of a room."""
    return {"name": row.name, "place": row.place, "country": row.country, "helped": bool(row.companion)}


def span(row: m.Event, sessions: list[m.Session]) -> tuple[dt.datetime, dt.datetime]:
    """The first and the last moment: of its sessions, else of its days."""
    event: Any = row
    zone = ZoneInfo(event.zone)
    timed = [(one.begins, one.until) for one in sessions if one.begins and one.until]
    if timed:
        return min(begins for begins, _until in timed), max(until for _begins, until in timed)
    last = (event.ends_on or event.starts_on) + dt.timedelta(days=1)
    return (
        dt.datetime.combine(event.starts_on, dt.time(), zone),
        dt.datetime.combine(last, dt.time(), zone),
    )


def _next_version(row: m.Event, programme: changes.Programme) -> int:
    last = m.ProgrammeVersion.objects.filter(event_id=row.id).order_by("-number").first()
    result = changes.compare(last.programme, programme) if last else []
    if last is not None and not result:
        return last.number
    version = m.ProgrammeVersion(
        event_id=row.id, number=last.number + 1 if last else 1, programme=programme, changes=result, by_id=user_id()
    )  # fmt: skip
    version.save(force_insert=True)
    return version.number


def _said_changes(event_id: uuid.UUID) -> list[dict[str, Any]]:
    versions = m.ProgrammeVersion.objects.filter(event_id=event_id, number__gt=1).order_by("-number")
    return [{"at": one.at.isoformat(), "changes": one.changes} for one in versions[:MOST_CHANGES]]


def published(event: m.Event) -> None:
    """Write the open copies of its sessions and materials, and tell what changed since they were written last."""
    last = m.ProgrammeVersion.objects.filter(event_id=event.id).order_by("-number").first()
    former = m.OpenSession.objects.filter(event_id=event.id).values_list("published_at", flat=True).first()
    with publishing(m.OpenSession, m.OpenMaterial, files.OpenFile):
        _write_open(event)
    of_sessions = [one for one in last.changes if one["session"]] if last is not None else []
    if last is not None and of_sessions and (former is None or last.at > former):
        hooks.changed(event, of_sessions)


def _write_open(event: m.Event) -> None:
    """Write the open copies anew; inside `publishing`."""
    speakers = {str(one.id): values_of(SPEAKERS, one) for one in rows_of(SPEAKERS, event.id)}
    rooms = {str(one.id): one.name for one in rows_of(ROOMS, event.id)}
    m.OpenSession.objects.filter(event_id=event.id).delete()
    for position, row in enumerate(rows_of(SESSIONS, event.id), 1):
        session: Any = row
        copy = m.OpenSession(
            event_id=event.id, session_id=row.id, position=position, begins=row.begins,
            room=rooms.get(session.room, ""), people=people_of(row, speakers),
        )  # fmt: skip
        to_row(m.SESSION.facts, copy, from_row(m.SESSION.facts, row))
        copy.zone = session.zone or event.zone
        copy.save(force_insert=True)
    former = {one.material_id: one for one in m.OpenMaterial.objects.filter(event_id=event.id)}
    for number, material in enumerate(rows_of(MATERIALS, event.id).filter(shown=True), 1):
        values = values_of(MATERIALS, material)
        if values["sort"] == "recording" and unwilling(event.id, values):
            continue
        _open_material(event, number, material, values, former.pop(material.id, None))
    for gone in former.values():
        _shut(gone)


def _open_material(
    event: m.Event, number: int, row: m.Material, values: Mapping[str, Any], former: m.OpenMaterial | None
) -> None:
    facts = m.MATERIAL.facts
    shown = {fact.name: values[fact.name] for fact in facts}
    stood = from_row(facts, former) if former else {}
    if former is not None:
        former.delete()
    copy = m.OpenMaterial(event_id=event.id, material_id=row.id, position=number)
    copy.session_id = uuid.UUID(values["session"]) if values["session"] else None
    to_row(facts, copy, files.opened(shown, stood))
    copy.save(force_insert=True)


def _shut(copy: m.OpenMaterial) -> None:
    files.opened({}, from_row(m.MATERIAL.facts, copy))
    copy.delete()


def people_of(row: m.Session, speakers: Mapping[str, Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Those of a session who agreed that they are named, in the order of the roles; her mail is never among it."""
    return [
        {"id": one, "role": role, **{name: speakers[one][name] for name in ("name", "position", "body", "profile")}}
        for role in NAMED
        for one in getattr(row, role)
        if one in speakers and speakers[one]["shows_name"] is True
    ]  # fmt: skip


def ended(event_id: uuid.UUID) -> None:
    """Take the copies of its sessions and materials from before everybody; its own copy is gone."""
    with publishing(m.OpenSession, m.OpenMaterial, files.OpenFile):
        m.OpenSession.objects.filter(event_id=event_id).delete()
        for copy in m.OpenMaterial.objects.filter(event_id=event_id):
            _shut(copy)


def take_out(event_id: uuid.UUID, *, speaker_id: uuid.UUID | None, material_ids: Iterable[uuid.UUID]) -> None:
    """Take a person and these materials out of what anybody reads, and change nothing else of it."""
    with publishing(m.OpenSession, m.OpenMaterial, files.OpenFile):
        for copy in m.OpenSession.objects.filter(event_id=event_id):
            people = [one for one in copy.people if one["id"] != str(speaker_id)]
            if people != copy.people:
                copy.people = people
                copy.save(update_fields=["people"])
        for material in m.OpenMaterial.objects.filter(event_id=event_id, material_id__in=list(material_ids)):
            _shut(material)


def cancel_copy(event: m.Event) -> None:
    """Say on the public page whether it will be held; what was published as it stood stays so."""
    copies = m.Published.objects.filter(row_id=event.id)
    with publishing(m.Published):
        copies.update(cancelled_at=event.cancelled_at, cancelled_why=event.cancelled_why)
        copies.filter(version=event.version - 1).update(version=event.version)


def resume_copy(event: m.Event, why: Translated) -> None:
    """Say on the public page that it will be held after all, and why, among what changed in the programme."""
    last = m.ProgrammeVersion.objects.filter(event_id=event.id).order_by("-number").first()
    if last is not None:
        m.ProgrammeVersion(
            event_id=event.id, number=last.number + 1, programme=last.programme,
            changes=[changes.resumed(why)], by_id=user_id(),
        ).save(force_insert=True)  # fmt: skip
        with publishing(m.Published):
            m.Published.objects.filter(row_id=event.id).update(
                programme=last.number + 1, changes=_said_changes(event.id)
            )
    cancel_copy(event)
