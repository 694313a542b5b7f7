"""What attendance tells of an event: how many registered, came and stayed."""

import uuid

from django.utils.translation import gettext as _

from contratrata.ground.base.scope import required
from contratrata.ground.network.public import is_demonstration
from contratrata.ground.outbox import public as outbox
from contratrata.knowledge.attendance.public import numbers_of, present
from contratrata.knowledge.events.public import Event

from . import gathering
from .models import Systematisation


def attendance(event_id: uuid.UUID) -> gathering.Known | None:
    """The numbers that may be told; None where nobody brought who came."""
    numbers = numbers_of(event_id)
    if numbers is None:
        return None
    figures = ((numbers.registered, _("personas inscritas")), (numbers.came, _("personas asistieron")))
    return gathering.Known(
        figures=tuple((str(number), words) for number, words in figures if number),
        sentences=tuple(_sentences(numbers.stayed)),
        sessions=tuple(gathering.Session(name, people=n, key=key) for key, name, n in numbers.sessions),
    )


def _sentences(stayed: tuple[int, int] | None) -> list[str]:
    sentences = []
    if stayed is not None:
        first, last = stayed
        sentences.append(
            _("De %(first)s personas que empezaron, %(kept)s llegaron al final: %(share)s de cada 100.")
            % {"first": first, "kept": last, "share": int(last * 100 / first + 0.5)}
        )
    if is_demonstration():
        sentences.append(_("Las cifras de asistencia son inventadas para la demostración."))
    return sentences


def present_at(row: Systematisation) -> list[outbox.To]:
    """Those who came to the event of a systematisation and may be written to; nobody where none is known.

    Only where one organisation holds the event and began the systematisation: being asked to write with another one is
    no leave to write to one's participants. No page shows their addresses.
    """
    event_id = gathering.event_of(vars(row)["tie"])
    mine = (
        Event.objects.filter(id=event_id, organisation_id=row.organisation_id)
        if event_id
        else Event.objects.none()
    )
    if row.organisation_id != required().organisation_id or not mine.exists():
        return []
    people = present(mine.get().id)
    return [outbox.To(address=one.email, language=one.language, time_zone=one.time_zone) for one in people]


gathering.provide("attendance", attendance)
