"""The acts of writing together: another organisation is asked in by the one that began a row; either side ends it."""

import uuid
from typing import Any

from django.db import transaction
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _

from contratrata.ground.acts.public import once
from contratrata.ground.audit import public as audit
from contratrata.ground.base import clock
from contratrata.ground.base.errors import DomainError, NotAllowed, WrongState
from contratrata.ground.base.locks import one_at_a_time
from contratrata.ground.base.scope import organisation_id, required
from contratrata.ground.lists.public import Offer
from contratrata.ground.network.public import OTHERS
from contratrata.ground.notices import public as notices
from contratrata.ground.vault.public import drafts

from .coedited import FRESH, CoEdited
from .declared import Noun, every_noun
from .models import CoEditorRow, NounRow

AnyNoun = Noun[Any, Any]
#: The pages that change something of a row end so.
_CHANGES = "cambiar/"
_PREFIX = "page:"


def invite(
    noun: AnyNoun, row_id: uuid.UUID, *, editor_id: uuid.UUID, token: uuid.UUID | None = None
) -> CoEditorRow:
    """Let another organisation write a row of one's own. Raises `DomainError`, `NotAllowed`."""
    declared = _coedited(noun)
    with transaction.atomic():
        one_at_a_time(str(row_id))  # with what is said of it meanwhile
        row = noun.visible_to(required()).filter(id=row_id).first()
        if row is None or not noun.owns(required(), row):
            raise NotAllowed(_("Invita la organización que la empezó."))

        def new() -> CoEditorRow:
            if not offered(noun, row).chosen(editor_id):
                raise DomainError(_("Elija una organización de la red que no la escriba ya."), field="editor")
            if refused := declared.refuses(row, editor_id):
                raise DomainError(refused, field="editor")
            created = declared.editors(row_id=row_id, editor_organisation_id=editor_id, once=token)
            created.save(force_insert=True)
            audit.record(noun.event(".coeditor_invited"), kind=noun.key, subject=row_id)
            _tell(noun, declared.notices[0], editor_id, row_id)
            return created

        return once(token, declared.editors._default_manager.filter(organisation_id=organisation_id()), new)


def end(noun: AnyNoun, row_id: uuid.UUID, coeditor_id: uuid.UUID) -> None:
    """End it, by either side; what was written stays. Raises `NotAllowed`, `WrongState`."""
    declared = _coedited(noun)
    with transaction.atomic():
        one_at_a_time(str(row_id))
        row = declared.editors._default_manager.filter(id=coeditor_id, row_id=row_id).first()
        if row is None or not noun.may_write(required()) or organisation_id() not in row.sides:
            raise NotAllowed(_("Esto lo decide una de las dos organizaciones."))
        if row.ended_at is not None:
            raise WrongState(_("Esto ya había terminado."))
        row.ended_at = clock.now()
        row.save(update_fields=["ended_at"])
        audit.record(noun.event(".coeditor_ended"), kind=noun.key, subject=row_id)
        _tell(noun, declared.notices[1], next(one for one in row.sides if one != organisation_id()), row_id)


def offered(noun: AnyNoun, row: NounRow, *, again: bool = False) -> Offer:
    """The organisations of the realm that could be asked in, to choose from; `again`: those that were, too."""
    asked = () if again else _coedited(noun).current(row).values_list("editor_organisation_id", flat=True)
    return Offer(OTHERS, required(), frozenset(map(str, asked)))


def heard(key: str, stored: bool) -> None:
    """A draft of a page that changes a row was kept – a sign of life – or went because it was saved."""
    place = _page_of(key.removeprefix(_PREFIX))
    acting = required()
    if place is None or acting.user_id is None:
        return
    noun, row_id, page = place
    rows = _coedited(noun).writing._default_manager
    rows.filter(organisation_id=organisation_id(), at__lt=clock.now() - FRESH).delete()
    if not stored:
        rows.filter(row_id=row_id, page=page, user_id=acting.user_id).delete()
        return
    row = noun.visible_to(acting).filter(id=row_id).first()
    if row is not None and noun.may_edit(acting, row):
        rows.bulk_create(
            [_coedited(noun).writing(row_id=row_id, page=page, user_id=acting.user_id)],
            update_conflicts=True,
            unique_fields=["organisation_id", "row_id", "page", "user_id"],
            update_fields=["at"],
        )


def _page_of(path: str) -> tuple[AnyNoun, uuid.UUID, str] | None:
    """Of which noun, which row and what of it the page under this address changes, if it is one of several writers."""
    try:
        match = resolve(path)
    except Resolver404:
        return None
    row_id, rest = match.kwargs.get("row_id"), path.rpartition(f"{match.kwargs.get('row_id')}/")[2]
    for noun in every_noun():
        if noun.coedited is not None and noun.app == match.namespace and path.endswith(_CHANGES):
            return (noun, row_id, rest) if isinstance(row_id, uuid.UUID) else None
    return None


def _coedited(noun: AnyNoun) -> CoEdited:
    assert noun.coedited is not None  # noqa: S101  (only what several write has these acts)
    return noun.coedited


def _tell(noun: AnyNoun, kind: str, to: uuid.UUID, row_id: uuid.UUID) -> None:
    notices.notify(kind, organisation_id=to, subject_id=row_id, roles=noun.writers)


drafts.listen(f"{_PREFIX}/", heard)
