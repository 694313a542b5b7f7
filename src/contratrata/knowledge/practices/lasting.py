"""The address of a practice lasts: what was published once keeps its number, also when it is taken back."""

import uuid
from collections.abc import Collection

from django.conf import settings
from django.db.models import Max
from django.utils.translation import gettext as _

from contratrata.ground.audit import public as audit
from contratrata.ground.base import clock
from contratrata.ground.base.errors import DomainError, NotAllowed, WrongState
from contratrata.ground.base.locks import one_at_a_time
from contratrata.ground.base.publishing import publishing
from contratrata.ground.base.scope import required
from contratrata.ground.base.translated import Translated
from contratrata.ground.nouns.public import NounRow
from contratrata.ground.things.public import from_row, to_row

from .models import PRACTICES, QUESTIONS, Lasting, Published


def opened(row: NounRow) -> Lasting:
    """Note that a row is published as it stands; the first time it gets the next number. Inside `publishing`."""
    with publishing(Lasting):
        turn = _turn()
        lasting = Lasting.objects.filter(row_id=row.id).first()
        if lasting is None:
            last = Lasting.objects.aggregate(last=Max("number"))["last"] or 0
            lasting = Lasting(row_id=row.id, number=last + 1)
        to_row((QUESTIONS.fact("name"), QUESTIONS.fact("area")), lasting, _named(row))
        lasting.version, lasting.changed_at, lasting.turn = row.version, clock.now(), turn
        lasting.gone_at, lasting.why, lasting.silenced = None, "", []
        lasting.save()
    return lasting


def ended(row_id: uuid.UUID, why: str) -> None:
    """Note that nobody reads it any more; `why`: a code of `ENDS`, or nothing. Inside `publishing`."""
    with publishing(Lasting):
        turn, now = _turn(), clock.now()
        Lasting.objects.filter(row_id=row_id).update(changed_at=now, gone_at=now, why=why, turn=turn)


def silence(row_id: uuid.UUID, language: str) -> None:
    """Take one language of a published practice back; the other stays.

    What the organisation wrote keeps it; the next version that is published has it again. Raises `DomainError`,
    `NotAllowed`, `WrongState`.
    """
    if not PRACTICES.may_publish(required()):
        raise NotAllowed(_("Publica la coordinación de la red."))
    with publishing(Published, Lasting):
        one_at_a_time(str(row_id))
        copy = Published.objects.filter(row_id=row_id).first()
        if copy is None:
            raise WrongState(_("Esto no estaba publicado."))
        if language not in languages_of(copy):
            raise DomainError(_("No está publicada en ese idioma."), field="language")
        if len(languages_of(copy)) == 1:
            raise WrongState(_("Solo está en ese idioma: retírela entera."))
        values = {name: _without(value, language) for name, value in from_row(QUESTIONS.facts, copy).items()}
        to_row(QUESTIONS.facts, copy, values)
        copy.put_words(QUESTIONS.facts, values, PRACTICES.named_by)
        turn, copy.published_at = _turn(), clock.now()
        copy.save()
        lasting = Lasting.objects.get(row_id=row_id)
        lasting.name, lasting.changed_at, lasting.turn = values["name"], copy.published_at, turn
        lasting.silenced = sorted({*lasting.silenced, language})
        lasting.save()
        audit.record("practice.silenced", kind="practices", subject=row_id, language=language)


def _turn() -> int:
    """The next turn; nobody else has one until this act is kept or given up."""
    one_at_a_time("practices.turns")
    return (Lasting.objects.aggregate(last=Max("turn"))["last"] or 0) + 1


def languages_of(copy: NounRow | Published) -> Collection[str]:
    """The languages in which a practice has a name, that of the house first."""
    name = from_row((QUESTIONS.fact("name"),), copy)["name"]
    return [code for code, _words in settings.LANGUAGES if code in name.versions]


def _named(row: NounRow) -> dict[str, object]:
    return from_row((QUESTIONS.fact("name"), QUESTIONS.fact("area")), row)


def _without(value: object, language: str) -> object:
    """A text without one of its languages; one that is in that language alone is left out."""
    if not isinstance(value, Translated) or language not in value.versions:
        return value
    versions = {code: version for code, version in value.versions.items() if code != language}
    if not versions:
        return Translated()
    original = value.original if value.original in versions else next(iter(versions))
    return Translated(original, versions)
