"""The acts on a noun's rows: write, change, remove; publish and take back where it has a published copy."""

import datetime as dt
import uuid
from collections.abc import Callable, Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from contratrata.ground.acts.public import edit, once
from contratrata.ground.audit import public as audit
from contratrata.ground.base import clock, texts
from contratrata.ground.base.errors import DomainError, NotAllowed, WrongState
from contratrata.ground.base.locks import one_at_a_time
from contratrata.ground.base.publishing import publishing
from contratrata.ground.base.scope import Realm, Scope, organisation_id, required
from contratrata.ground.base.translated import Translated
from contratrata.ground.files import public as files
from contratrata.ground.kinds.public import Values, check_values
from contratrata.ground.network.public import is_demonstration
from contratrata.ground.things.public import from_row, to_row

from .asking import ask_about, invented
from .declared import C, Noun, R
from .finding import Searched
from .models import NounMove, NounRow, PastValue
from .moving import Moves


def write(noun: Noun[R, C], *, values: Values, token: uuid.UUID | None = None) -> R:
    """Write a new row; the same `token` again gives the row that is there. Raises `DomainError`, `NotAllowed`.

    `Doubt` when its texts may lead to a shelter or a person (`asking`); a job that brings a sheet is not asked, who
    publishes is.
    """
    if not noun.may_write(required()):
        raise NotAllowed(_("Esto lo escribe quien representa a su organización."))
    checked = check_values(noun.facts, {f.name: f.kind.empty for f in noun.facts} | dict(values), noun.rules)
    with transaction.atomic():

        def new() -> R:
            if not required().is_job:
                ask_about(noun.facts, checked)
            row = noun.row(once=token)
            to_row(noun.facts, row, files.settle(noun.facts, checked, about_kind=noun.key))
            put_words(noun, row)
            row.save(force_insert=True)
            audit.record(noun.event(".written"), kind=noun.key, subject=row.id)
            return row

        return once(token, noun.rows().filter(organisation_id=organisation_id()), new)


def change(noun: Noun[R, C], row_id: uuid.UUID, *, values: Values, expected_version: int) -> R:
    """Change a row of one's own organisation, or co-edited. Raises `DomainError`, `Conflict`, `NotAllowed`, `Doubt`."""
    with transaction.atomic():
        one_at_a_time(str(row_id))  # with its moves
        row = _locked(noun, row_id, noun.may_edit)
        edit(row, expected_version)
        if noun.moves is not None:
            noun.moves.check_thawed(row_id)
        now = from_row(noun.facts, row)
        checked = check_values(noun.facts, now | dict(values), noun.rules, before=now)
        ask_about(noun.facts, checked, now)
        stored = files.settle(noun.facts, checked, about_kind=noun.key, before=now)
        changed = to_row(noun.facts, row, stored)
        if changed:
            files.let_go(files.ids_in(before for before, _now in changed.values()))
            row.changed_at = clock.now()
            put_words(noun, row)
            row.save()
            _keep_history(noun, row, changed, row.changed_at)
            noun.followed("edited", row)
            audit.record(noun.event(".edited"), kind=noun.key, subject=row_id)
    return row


def remove(noun: Noun[R, C], row_id: uuid.UUID, *, expected_version: int) -> None:
    """Remove a row of one's own organisation. Raises `Conflict`, `NotAllowed`, `WrongState` (it is published)."""
    with transaction.atomic():
        one_at_a_time(str(row_id))
        row = _own(noun, row_id)
        edit(row, expected_version)
        if noun.copy is not None and noun.copy._default_manager.filter(row_id=row_id).exists():
            raise WrongState(_("Está a la vista de todos. Pida a la coordinación que lo retire primero."))
        if noun.moves is not None:
            noun.moves.check_unmoved(row_id)
        PastValue.objects.filter(noun=noun.key, row_id=row_id).delete()
        files.let_go(files.ids_in(from_row(noun.facts, row).values()))
        if noun.coedited is not None:
            noun.coedited.forget(row)
        noun.followed("removed", row)
        row.delete()
        audit.record(noun.event(".removed"), kind=noun.key, subject=row_id)


def publish(noun: Noun[R, C], row_id: uuid.UUID, *, expected_version: int) -> C:
    """Put a row, as it was looked over, before everybody. Raises `Conflict`, `NotAllowed`, `WrongState`, `Doubt`."""
    if required().realm is not Realm.REAL and not is_demonstration():
        raise WrongState(_("En el modo de formación no se publica: todo es ficticio."))
    assert noun.copy is not None  # noqa: S101  (only then may somebody publish)
    with publishing(noun.copy, files.OpenFile):
        one_at_a_time(str(row_id))  # with removing: the row of another organisation cannot be locked
        row = _published_by(noun, row_id, noun.may_publish)
        edit(row, expected_version)  # unsaved: publishing is no edit, but who looked at another text is told
        row.version = expected_version
        if noun.moves is not None:
            _check_accepted(noun.moves, row)
            noun.moves.make(row, "publish")
        former = _published_values(noun, row_id)
        ask_about(noun.facts, from_row(noun.facts, row))
        noun.copy._default_manager.filter(row_id=row_id).delete()
        published = noun.copy(row_id=row_id, version=expected_version, **noun.copied(row))
        to_row(noun.facts, published, files.opened(from_row(noun.facts, row), former))
        put_words(noun, published)
        published.save(force_insert=True)
        noun.followed("published", row)
        audit.record(noun.event(".published"), kind=noun.key, subject=row_id)
    return published


def take_back(noun: Noun[R, C], row_id: uuid.UUID, *, reason: str = "", public: str = "") -> None:
    """Nobody outside reads it any more; with states, why, and what of it everybody may read (`Noun.ends`).

    Raises `DomainError`, `NotAllowed`, `WrongState`.
    """
    assert noun.copy is not None  # noqa: S101  (only then may somebody publish)
    with publishing(noun.copy, files.OpenFile):
        one_at_a_time(str(row_id))
        row = _published_by(noun, row_id, noun.may_take_back)
        if noun.moves is not None:
            why = texts.required(reason, field="reason", message=_("Escriba por qué se retira."))
            if public and public not in dict(noun.ends):
                raise DomainError(_("Elija una de las opciones."), field="public")
            noun.moves.make(row, "withdraw", reason=why)
        files.opened({}, _published_values(noun, row_id))
        if not noun.copy._default_manager.filter(row_id=row_id).delete()[0]:
            raise WrongState(_("Esto no estaba publicado."))
        noun.ended(row_id, public)
        audit.record(noun.event(".taken_back"), kind=noun.key, subject=row_id)


def move(noun: Noun[R, C], row_id: uuid.UUID, verb: str, *, expected_version: int) -> NounMove:
    """Move a row of one's own organisation by one of its steps. Raises `Conflict`, `NotAllowed`, `WrongState`.

    `Doubt` when others shall judge it and its texts may lead to a shelter or a person.
    """
    assert noun.moves is not None  # noqa: S101  (only a noun with states has steps)
    if verb not in noun.moves.steps:
        raise NotAllowed(_("Esto no lo decide quien lo escribió."))
    with transaction.atomic():
        one_at_a_time(str(row_id))
        row = _own(noun, row_id)
        edit(row, expected_version)
        row.version = expected_version
        created = judge(noun, row, verb)
        if created.to_state in noun.moves.frozen:
            ask_about(noun.facts, from_row(noun.facts, row))
        return created


def judge(noun: Noun[R, C], row: R, verb: str, *, reason: str = "") -> NounMove:
    """Make a move under the lock of the row; who may, the act of which it is a part has asked. Raises `WrongState`."""
    assert noun.moves is not None  # noqa: S101  (only a noun with states is judged)
    created = noun.moves.make(row, verb, reason=reason)
    audit.record(
        noun.event(".moved"), kind=noun.key, subject=row.id, state=noun.moves.words(created.to_state)
    )
    return created


@invented()
def demonstrate(noun: Noun[R, C]) -> int:
    """Write the invented rows of the noun's file, as who acts; the same once. Returns how many there are.

    In a demonstration what needs no review is published too: its public pages are there to be looked at.
    """
    named = {fact.name: fact.kind for fact in noun.facts}
    copy = noun.copy if noun.moves is None and is_demonstration() else None
    for n, example in enumerate(noun.questions.examples):
        values = {
            name: Translated.of(text) if isinstance(text, dict) else named[name].read(text)
            for name, text in example.items()
        }
        token = uuid.uuid5(uuid.NAMESPACE_URL, f"demo:{noun.key}:{n}")
        row = write(noun, values=values, token=token)
        shown = copy is None or copy._default_manager.filter(row_id=row.id).exists()
        if not shown and noun.may_publish(required(), row):
            publish(noun, row.id, expected_version=row.version)
    return len(noun.questions.examples)


def put_words(noun: Noun[R, C], row: Any) -> None:
    """Let the row be found by what it says now, where it is found by words."""
    if isinstance(row, Searched):
        row.put_words(noun.facts, from_row(noun.facts, row), noun.named_by)


def _published_values(noun: Noun[R, C], row_id: uuid.UUID) -> dict[str, Any]:
    """What everybody reads of a row now."""
    assert noun.copy is not None  # noqa: S101  (only a noun with copies is published)
    copy = noun.copy._default_manager.filter(row_id=row_id).first()
    return from_row(noun.facts, copy) if copy else {}


def _own(noun: Noun[R, C], row_id: uuid.UUID) -> R:
    """The row, locked, of one's own organisation."""
    return _locked(noun, row_id, noun.owns)


def _locked(noun: Noun[R, C], row_id: uuid.UUID, may: Callable[[Scope, R], bool]) -> R:
    """The row, locked, if who acts may. Raises `NotAllowed`."""
    row = noun.rows().select_for_update().filter(id=row_id).first()
    if row is None or not may(required(), row):
        raise NotAllowed(_("Esto lo cambia la organización que lo escribió."))
    return row


def _check_accepted(moves: Moves, row: NounRow) -> None:
    last = moves.of(row.id).first()
    if last is None or moves.state(last) != moves.accepted or last.version != row.version:
        raise WrongState(_("Solo se publica lo que la revisión aceptó, tal como lo leyó."))


def _published_by(noun: Noun[R, C], row_id: uuid.UUID, may: Callable[[Scope, R], bool]) -> R:
    """The row, if who acts may put it before everybody, or take it back. Raises `NotAllowed`."""
    row = noun.visible_to(required()).filter(id=row_id).first()
    if row is None or not may(required(), row):
        raise NotAllowed(
            _("Publica quien lo organiza.") if noun.publishes_own else _("Publica la coordinación de la red.")
        )
    return row


def _keep_history(noun: Noun[R, C], row: R, changed: Mapping[str, tuple[Any, Any]], at: dt.datetime) -> None:
    kinds = {fact.name: fact.kind for fact in noun.facts}
    PastValue.objects.bulk_create(
        PastValue(
            **row.stamp(),
            noun=noun.key,
            row_id=row.id,
            fact=name,
            value=kinds[name].to_text(before),
            until=at,
        )
        for name, (before, _now) in changed.items()
        if not kinds[name].is_empty(before)
    )
