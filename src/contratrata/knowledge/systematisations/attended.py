"""What attendance tells of an event: how many registered, came and stayed."""

import uuid

from django.utils.translation import gettext as _

from contratrata.ground.network.public import is_demonstration
from contratrata.knowledge.attendance.public import numbers_of

from . import gathering


def attendance(event_id: uuid.UUID) -> gathering.Known | None:
    """The numbers that may be told; None where nobody brought who came."""
    numbers = numbers_of(event_id)
    if numbers is None:
        return None
    figures = ((numbers.registered, _("personas inscritas")), (numbers.came, _("personas asistieron")))
    return gathering.Known(
        figures=tuple((str(number), words) for number, words in figures if number),
        sentences=tuple(_sentences(numbers.kept)),
        sessions=tuple(gathering.Session(name, people=n, key=key) for key, name, n in numbers.sessions),
    )


def _sentences(kept: tuple[int, int] | None) -> list[str]:
    sentences = []
    if kept is not None:
        first, last = kept
        sentences.append(
            _("De %(first)s personas que empezaron, %(kept)s llegaron al final: %(share)s de cada 100.")
            % {"first": first, "kept": last, "share": int(last * 100 / first + 0.5)}
        )
    if is_demonstration():
        sentences.append(_("Las cifras de asistencia son inventadas para la demostración."))
    return sentences


gathering.provide("attendance", attendance)
