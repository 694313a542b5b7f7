"""What tables agree, and which country would adopt what; what becomes of both after the workshop."""

import uuid
from collections.abc import Iterable
from typing import Any, TypeVar

from django.db import transaction
from django.utils.translation import gettext as _

from contratrata.ground.acts.public import edit, once
from contratrata.ground.audit import public as audit
from contratrata.ground.base.errors import DomainError, NotAllowed, WrongState
from contratrata.ground.base.locks import locked
from contratrata.ground.base.scope import organisation_id, required
from contratrata.ground.base.translated import Translated
from contratrata.ground.kinds.public import Fact, Values, check_values
from contratrata.ground.things.public import to_row
from contratrata.knowledge.adoption.public import propose
from contratrata.knowledge.events import public as events
from contratrata.knowledge.systematisations.public import SYSTEMATISATIONS, Systematisation, parts

from . import events as _named  # noqa: F401  (declares the events of this package)
from .models import AGREEMENT, WISH, Agreement, Wish
from .notebook import notebook_of, notebooks_of
from .owning import event_of, tables_of, title

R = TypeVar("R", Agreement, Wish)
#: So much may one table say.
MOST = 100


def agree(session: events.Session, *, values: Values, token: uuid.UUID | None = None) -> Agreement:
    """Note what a table agrees on. Raises `DomainError`, `WrongState`."""
    with transaction.atomic():
        row = _added(Agreement, session, AGREEMENT.facts, values, token)
        audit.record("live.agreed", kind="events", subject=session.event_id)
    return row


def change_agreement(
    session: events.Session, agreement_id: uuid.UUID, *, values: Values, expected_version: int
) -> Agreement:
    """Change what a table agreed on. Raises `Conflict`, `DomainError`, `NotAllowed`, `WrongState`."""
    with transaction.atomic():
        row = _open_row(Agreement, session, agreement_id)
        edit(row, expected_version)
        to_row(AGREEMENT.facts, row, check_values(AGREEMENT.facts, dict(values)))
        row.save()
        audit.record("live.agreement_changed", kind="events", subject=session.event_id)
    return row


def drop_agreement(session: events.Session, agreement_id: uuid.UUID) -> None:
    """Take an agreement out. Raises `NotAllowed`, `WrongState`."""
    with transaction.atomic():
        _open_row(Agreement, session, agreement_id).delete()
        audit.record("live.agreement_removed", kind="events", subject=session.event_id)


def wish(session: events.Session, *, values: Values, token: uuid.UUID | None = None) -> Wish:
    """Note which country would adopt which practice; nobody is asked yet. Raises `DomainError`, `WrongState`."""
    with transaction.atomic():
        row = _added(Wish, session, WISH.facts, values, token)
        audit.record("live.wished", kind="events", subject=session.event_id)
    return row


def drop_wish(session: events.Session, wish_id: uuid.UUID) -> None:
    """Take it out, while its country was not asked. Raises `NotAllowed`, `WrongState`."""
    with transaction.atomic():
        row = _open_row(Wish, session, wish_id)
        if row.proposal_id:
            raise WrongState(_("Ya se le propuso a ese país."))
        row.delete()
        audit.record("live.wish_removed", kind="events", subject=session.event_id)


def _added(
    model: type[R], session: events.Session, facts: tuple[Fact, ...], values: Values, token: uuid.UUID | None
) -> R:
    _check_open(session)
    rows: Any = model._default_manager.filter(session_id=session.id)

    def new() -> R:
        if rows.count() >= MOST:
            raise WrongState(_("Ya hay demasiados en esta mesa."))
        row = model(event_id=session.event_id, session_id=session.id, once=token)
        to_row(facts, row, check_values(facts, {fact.name: fact.kind.empty for fact in facts} | dict(values)))
        row.save(force_insert=True)
        return row

    result: R = once(token, rows, new)
    return result


def _open_row(model: type[R], session: events.Session, row_id: uuid.UUID) -> R:
    _check_open(session)
    rows: Any = model._default_manager.filter(session_id=session.id)
    result: R = locked(rows, row_id, _("Esto ya no está."))
    return result


def _check_open(session: events.Session) -> None:
    if notebook_of(session).handed_at:
        raise WrongState(_("La relatoría ya se entregó. Pida a quien organiza que la abra de nuevo."))


def propose_wishes(event_id: uuid.UUID) -> int:
    """Ask each country whether it adopts what tables said of it, once each. Returns how many are asked now.

    Where nobody can be asked it stays noted. Raises `NotAllowed`.
    """
    if event_of(required(), event_id) is None:
        raise NotAllowed(_("Esto lo propone la organización que planea el evento."))
    number = 0
    with transaction.atomic():
        titles = {one.id: title(one) for one in tables_of(event_id)}
        every = Wish.objects.select_for_update().filter(event_id=event_id).order_by("at", "id")
        asked = {(one.practice_id, one.country): one.proposal_id for one in every if one.proposal_id}
        for row in [one for one in every if not one.proposal_id]:
            key = row.practice_id, row.country
            if key not in asked:
                proposal_id = _propose(row, titles.get(row.session_id, ""))
                if proposal_id is None:
                    continue  # the plenary's page says which were not asked
                asked[key] = proposal_id
                number += 1
            row.proposal_id = asked[key]  # what two tables say alike is asked once
            row.save(update_fields=["proposal_id"])
        audit.record("live.proposed", kind="events", subject=event_id, number=number)
    return number


def _propose(row: Wish, table: str) -> uuid.UUID | None:
    """Ask the country of a wish; None where nobody can be asked."""
    words = _("%(table)s: %(conditions)s") % {"table": table, "conditions": row.conditions}
    token = uuid.uuid5(row.id, "proposal")
    try:
        return propose(
            row.practice_id, country_code=row.country, words=words, origin_id=row.session_id, token=token
        ).id
    except DomainError:
        return None


def systematisations_of(event_id: uuid.UUID) -> list[Systematisation]:
    """Those of an event that who acts may write; one query and one each."""
    rows = SYSTEMATISATIONS.visible_to(required()).filter(tie__startswith=f"event:{event_id}:").order_by("id")
    return [one for one in rows if parts.may_write_parts(one)]


def take(event_id: uuid.UUID, systematisation_id: uuid.UUID) -> int:
    """Write each agreement of shared tables as a part of a systematisation, once. Returns how many there are.

    Raises `DomainError`, `NotAllowed`, `WrongState`.
    """
    if event_of(required(), event_id) is None:
        raise NotAllowed(_("Esto lo hace la organización que planea el evento."))
    with transaction.atomic():
        rows = shared_agreements(event_id)
        tables = {one.id: title(one) for one in tables_of(event_id)}
        for row in rows:
            parties = ", ".join(
                filter(None, (vars(row)["parties"] or tables.get(row.session_id, ""), row.who))
            )
            parts.add(systematisation_id, "agreement", token=uuid.uuid5(row.id, str(systematisation_id)),
                      values={"agreement": _text(row.words, 400), "parties": _text(parties, 200)})  # fmt: skip
        audit.record("live.taken", kind="events", subject=event_id, number=len(rows))
    return len(rows)


def _text(words: str, most: int) -> Translated:
    return Translated.of({"es": words if len(words) <= most else f"{words[: most - 1]}…"})


def shared_agreements(event_id: uuid.UUID) -> list[Agreement]:
    """What tables agreed that who took part may read."""
    shared = [key for key, one in notebooks_of(event_id).items() if one.shared_at]
    return list(agreements_of(shared))


def agreements_of(session_ids: Iterable[uuid.UUID]) -> Iterable[Agreement]:
    """What these sessions agreed, in the order in which it was noted."""
    rows = Agreement.objects.filter(organisation_id=organisation_id(), session_id__in=list(session_ids))
    return rows.order_by("session_id", "at", "id")
