"""What stands on the own page of who registered: how long she was in each session, and her certificate."""

import dataclasses
import uuid
from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from contratrata.ground.base import clock
from contratrata.ground.credentials import public as credentials
from contratrata.ground.nouns.public import Piece
from contratrata.ground.ui.parts import Row
from contratrata.knowledge.events import public as events
from contratrata.knowledge.registrations.public import Happening, Registration, own_token

from .certificates import asked_of
from .models import Certified
from .presence import Held
from .queries import Attended, attended_by, sessions_of


@dataclasses.dataclass(frozen=True, slots=True)
class Shown:
    """Her sessions in words, how far she is from the certificate, and what she may do about hers."""

    rows: list[Row]
    standing: str
    certificate: str = ""
    paper_url: str = ""
    link_url: str = ""


def pieces(happening: Happening, row: Registration, language: str) -> Iterable[Piece]:
    """Her attendance, once anything is known of it; a constant number of queries. As a job of who holds the event."""
    event = events.Event.objects.get(id=happening.id)
    sessions = [one for one in sessions_of(event.id) if one.until and one.until <= clock.now()]
    known = attended_by(event.id, row.id, sessions) if sessions else None
    certified = Certified.objects.filter(event_id=event.id, registration_id=row.id).first()
    if certified is None and (known is None or not known.sessions):
        return []
    shown = _shown(event, row, known, sessions)
    if certified is not None:
        shown = _with_certificate(shown, certified.credential_id, row, language)
    return [Piece("attendance/own.html", {"own": shown})]


def _shown(event: events.Event, row: Registration, known: Attended | None, sessions: list[Any]) -> Shown:
    needed, minutes = asked_of(event)
    held = {one.key: one for one in known.sessions} if known else {}
    rows, reached = [], 0
    for session in sessions:
        one = held.get(str(session.id))
        rows.append(Row(str(session.title), _words(one, str(row.id), minutes if needed else 0)))
        reached += one is not None and one.present.get(str(row.id), 0) >= minutes * 60
    return Shown(rows, _standing(needed, minutes, reached))


def _words(held: Held | None, key: str, minutes: int) -> str:
    """«62 de 90 minutos (68 %). Cuenta para el certificado.»"""
    if held is None:
        return _("Quien organiza todavía no ha traído el informe.")
    seconds = min(held.present.get(key, 0), held.seconds)
    share = seconds * 100 // held.seconds if held.seconds else 0
    words = _("%(minutes)s de %(of)s minutos (%(share)s %%).") % {
        "minutes": seconds // 60, "of": held.seconds // 60, "share": share,
    }  # fmt: skip
    if not minutes:
        return words
    counts = held.present.get(key, 0) >= minutes * 60
    return f"{words} {_('Cuenta para el certificado.') if counts else _('No cuenta para el certificado.')}"


def _standing(needed: int, minutes: int, reached: int) -> str:
    if not needed:
        return ""
    asked = ngettext(
        "El certificado pide %(n)s sesión de al menos %(minutes)s minutos.",
        "El certificado pide %(n)s sesiones de al menos %(minutes)s minutos.",
        needed,
    ) % {"n": needed, "minutes": minutes}
    if reached >= needed:
        return f"{asked} {_('Usted ya cumple lo que pide.')}"
    return f"{asked} {_('Usted lleva %(n)s.') % {'n': reached}}"


def _with_certificate(shown: Shown, credential_id: uuid.UUID, row: Registration, language: str) -> Shown:
    credential = credentials.Credential.objects.filter(id=credential_id).first()
    if credential is None:
        return shown
    if credential.revoked_at is not None:
        words = _("Quien organiza retiró su certificado. Si cree que es un error, escríbale.")
        return dataclasses.replace(shown, certificate=words)
    if credential.signed_at is None:
        return dataclasses.replace(
            shown, certificate=_("Su certificado se está firmando. Vuelva dentro de un rato.")
        )
    args = [language, own_token(row)]
    return dataclasses.replace(
        shown,
        certificate=_("Su certificado está listo."),
        paper_url=reverse("attendance:own_paper", args=args),
        link_url=reverse("attendance:own_link", args=args),
    )
