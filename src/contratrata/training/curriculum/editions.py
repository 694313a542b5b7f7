"""Versions of the whole curriculum: closed by the office, numbered, never changed; what each changed says itself."""

import dataclasses
import uuid
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from contratrata.ground.acts.public import once
from contratrata.ground.audit import public as audit
from contratrata.ground.base import texts
from contratrata.ground.base.errors import NotAllowed, WrongState
from contratrata.ground.base.locks import one_at_a_time
from contratrata.ground.base.scope import Scope, organisation_id, realm, required
from contratrata.ground.network.public import Role
from contratrata.ground.nouns.public import Noun
from contratrata.ground.things.public import from_row

from .models import COMPETENCES, COURSES, THEMES, UNITS, Edition

#: What a version holds, in the order in which it is read.
PARTS: tuple[Noun[Any, Any], ...] = (THEMES, COMPETENCES, COURSES, UNITS)
#: By noun, by id, by fact: what stood there, as the kinds of answer write it.
Content = Mapping[str, Mapping[str, Mapping[str, str]]]


@dataclasses.dataclass(frozen=True, slots=True)
class Change:
    """One row that a version added, took out or changed; of a changed one which facts."""

    noun: Noun[Any, Any]
    name: str
    act: str
    facts: Sequence[str]

    @property
    def sentence(self) -> str:
        """«Tema «Marco legal»: cambió De qué trata, Fuentes»."""
        words = {"noun": self.noun.questions.title.here(), "name": self.name, "facts": ", ".join(self.facts)}
        sentences = {
            "added": _("%(noun)s: se agregó «%(name)s»."),
            "removed": _("%(noun)s: se quitó «%(name)s»."),
            "changed": _("%(noun)s: en «%(name)s» cambió %(facts)s."),
        }
        return sentences[self.act] % words


def editions(scope: Scope) -> Any:
    """Every version of the realm, the last one first."""
    rows = Edition.objects.filter(realm=scope.realm) if scope.realm else Edition.objects.none()
    return rows.order_by("-number")


def content_now() -> dict[str, dict[str, dict[str, str]]]:
    """The curriculum as the acting organisation has written it: a query a noun."""
    return {
        noun.key: {
            str(row.id): {
                fact.name: fact.kind.to_text(value)
                for fact in noun.facts
                for value in [from_row(noun.facts, row)[fact.name]]
            }
            for row in noun.rows().filter(organisation_id=organisation_id()).order_by("id")
        }
        for noun in PARTS
    }


def close(*, words: str, token: uuid.UUID | None = None) -> Edition:
    """Close a version of the curriculum as it stands. Raises `DomainError`, `NotAllowed`, `WrongState`."""
    if not required().has(Role.COORDINATION):
        raise NotAllowed(_("Las versiones las cierra la oficina del programa."))
    why = texts.required(words, field="words", message=_("Diga en una frase qué trae esta versión."))
    with transaction.atomic():
        one_at_a_time(f"curriculum-edition-{realm()}")

        def new() -> Edition:
            last, content = editions(required()).first(), content_now()
            if not any(content.values()):
                raise WrongState(_("Todavía no hay nada que cerrar: escriba un tema o un curso."))
            if last is not None and last.content == content:
                raise WrongState(_("Nada ha cambiado desde la versión %s.") % last.number)
            created = Edition(number=last.number + 1 if last else 1, content=content, words=why, once=token)
            created.save(force_insert=True)
            audit.record(
                "training_editions.closed",
                kind="training_editions",
                subject=created.id,
                number=created.number,
            )
            return created

        return once(token, Edition.objects.filter(organisation_id=organisation_id()), new)


def compare(before: Content, now: Content) -> Iterator[Change]:
    """What is not the same, noun by noun."""
    for noun in PARTS:
        former, present = before.get(noun.key, {}), now.get(noun.key, {})
        for key in [*present, *(one for one in former if one not in present)]:
            if key not in former:
                yield Change(noun, name_of(noun, present[key]), "added", ())
            elif key not in present:
                yield Change(noun, name_of(noun, former[key]), "removed", ())
            elif former[key] != present[key]:
                facts = [
                    fact.title
                    for fact in noun.facts
                    if former[key].get(fact.name, "") != present[key].get(fact.name, "")
                ]
                yield Change(noun, name_of(noun, present[key]), "changed", facts)


def name_of(noun: Noun[Any, Any], stored: Mapping[str, str]) -> str:
    """What a row was called, in the reader's language where it said it."""
    return words_of(noun, stored, noun.named_by)


def words_of(noun: Noun[Any, Any], stored: Mapping[str, str], name: str) -> str:
    """What a fact said."""
    fact, text = noun.questions.fact(name), stored.get(name, "")
    return fact.words(fact.kind.from_text(text)) if text else ""


def read(edition: Edition) -> list[tuple[str, list[tuple[str, list[tuple[str, str]]]]]]:
    """A version for its page: noun by noun each row with its facts in words."""
    return [
        (
            noun.questions.title.here(),
            [
                (name_of(noun, stored), [
                    (fact.title, words_of(noun, stored, fact.name)) for fact in noun.facts
                    if fact.name != noun.named_by and stored.get(fact.name)
                ])
                for stored in edition.content.get(noun.key, {}).values()
            ],
        )
        for noun in PARTS
    ]  # fmt: skip
