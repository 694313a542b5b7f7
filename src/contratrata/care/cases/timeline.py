"""The story of a case as one list, derived from the rows that stay: moves, assertions, consents, notes, steps
and the trail. Never a store of its own."""

import dataclasses
from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from contratrata.ground.audit import public as audit
from contratrata.ground.base import clock
from contratrata.ground.base.statements import objects_of
from contratrata.ground.codes.public import vocabulary
from contratrata.ground.network.public import user_names
from contratrata.ground.vault.public import Sealer

from . import events, hooks
from .happening import Happening
from .models import Case, CaseMove, Consent, NextStep, Note, StatusAssertion
from .sections import date_words, who_decided, word_of


def timeline(case: Case, sealer: Sealer | None, beyond: Iterable[Happening] | None = None) -> list[Happening]:
    """Everything that happened, newest first, a constant number of queries. `sealer` None (erased): no words.

    `beyond`: what happened in packages above, where the page asked already (`hooks.beyond`).
    """
    if beyond is None:
        beyond = hooks.beyond(case.id)[1]
    result = [
        *_moves(case, sealer),
        *_assertions(case, sealer),
        *_consents(case, sealer),
        *_notes(case, sealer),
        *_steps(case, sealer),
        *_trail(case),
        *beyond,
    ]
    names = user_names(one.who_id for one in result)
    named = [dataclasses.replace(one, who=names.get(one.who_id, "")) if one.who_id else one for one in result]
    return sorted(named, key=lambda one: one.at, reverse=True)


def _moves(case: Case, sealer: Sealer | None) -> Iterator[Happening]:
    titles = {
        "follow_up": _("Pasó a seguimiento"),
        "resume": _("Se reanudó la atención"),
        "close": _("Se cerró el caso"),
        "close_referred": _("Se cerró por derivación"),
        "reopen": _("Se reabrió el caso"),
    }
    for row in objects_of(CaseMove, "at", "id", case_id=case.id, from_state__gt=""):
        title = titles[row.verb]
        if row.code:
            title = f"{title}: {vocabulary('closure_reason').label(row.code)}"
        yield Happening(
            row.at, "move", title, row.open(sealer)["reason"] if sealer else "", row.by_id, row_id=row.id
        )


def _assertions(case: Case, sealer: Sealer | None) -> Iterator[Happening]:
    for row in objects_of(StatusAssertion, "at", "id", case_id=case.id):
        title = _("Condición: %(status)s, según %(who)s") % {
            "status": word_of("trafficking_status", row.status),
            "who": who_decided(row, sealer),
        }
        if row.decided_on:
            title = _("%(what)s (%(date)s)") % {"what": title, "date": date_words(row.decided_on)}
        yield Happening(
            row.at,
            "assertion",
            title,
            row.open(sealer, "basis")["basis"] if sealer else "",
            row.by_id,
            row_id=row.id,
        )


def _consents(case: Case, sealer: Sealer | None) -> Iterator[Happening]:
    for row in objects_of(Consent, "at", "id", case_id=case.id):
        aim = word_of("consent_purpose", row.purpose)
        title = _("Deber legal sin consentimiento: %(aim)s") if row.legal_duty else _("Consintió: %(aim)s")
        yield Happening(
            row.at,
            "consent",
            title % {"aim": aim},
            row.open(sealer, "reason")["reason"] if sealer else "",
            row.by_id,
            row_id=row.id,
        )
        if row.withdrawn_at:
            yield Happening(
                row.withdrawn_at,
                "consent_withdrawn",
                _("Retiró el consentimiento: %(aim)s") % {"aim": aim},
                "",
                row.withdrawn_by_id,
                row_id=row.id,
            )


def _notes(case: Case, sealer: Sealer | None) -> Iterator[Happening]:
    for row in objects_of(Note, "at", "id", case_id=case.id):
        title = _("Corrección de una nota") if row.amends_id else _("Nota")
        yield Happening(
            row.at, "note", title, row.open(sealer)["text"] if sealer else "", row.by_id, row_id=row.id
        )


def _steps(case: Case, sealer: Sealer | None) -> Iterator[Happening]:
    for row in objects_of(NextStep, "done_at", "id", case_id=case.id, done_at__isnull=False):
        yield Happening(
            row.done_at or clock.now(),
            "step",
            _("Hizo el siguiente paso") if row.done_by_id else _("El siguiente paso quedó sin hacer"),
            row.open(sealer)["what"] if sealer else "",
            row.done_by_id,
            row_id=row.id,
        )


def _trail(case: Case) -> Iterator[Happening]:
    mine = {"organisation_id": case.organisation_id, "subject_id": case.id, "refused": False}
    for row in objects_of(audit.Entry, "at", "id", event__in=tuple(events.TOLD_BY_TRAIL), **mine):
        yield Happening(row.at, row.event, _title(row.event, row.details), "", row.actor_id, row_id=row.id)


def _title(event: str, details: dict[str, str]) -> str:
    kind = word_of("service_kind", details.get("need", "")) if event.startswith("need.") else ""
    return {
        "case.registered": _("Se registró el caso"),
        "case.identity_edited": _("Cambió la identidad"),
        "case.person_edited": _("Cambió los datos generales"),
        "case.contact_edited": _("Cambió el contacto seguro"),
        "case.arrival_edited": _("Cambió cómo llegó"),
        "case.answered": _("Respondió sobre los elementos de la trata"),
        "case.trafficking_edited": _("Cambió lugar y fecha de los hechos"),
        "case.shared": _("Compartió el caso con alguien del equipo"),
        "case.unshared": _("Dejó de compartir el caso"),
        "case.handed_over": _("Entregó el caso a otra persona"),
        "case.copy_removed": _("Se quitó lo que llegó con la derivación"),
        "person.erased": _("Se borraron los datos de la persona"),
        "need.added": _("Necesidad: %(kind)s") % {"kind": kind},
        "need.met": _("Necesidad atendida: %(kind)s") % {"kind": kind},
        "need.unmet": _("Necesidad sin atender: %(kind)s") % {"kind": kind},
        "need.withdrawn": _("Necesidad quitada de la lista: %(kind)s") % {"kind": kind},
        "need.reopened": _("Necesidad abierta de nuevo: %(kind)s") % {"kind": kind},
    }[event]
