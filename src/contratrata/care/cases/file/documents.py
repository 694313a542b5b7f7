"""The kind of answer that a person's identity documents are: what, of which country, which number."""

import dataclasses
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from contratrata.ground.base import texts
from contratrata.ground.base.errors import DomainError
from contratrata.ground.codes.public import country_name, vocabulary
from contratrata.ground.kinds.public import (
    Fact,
    Kind,
    Text,
    choice_field,
    code_choices,
    country_choice,
)
from contratrata.ground.paper.public import BlankQuestion


@dataclasses.dataclass(frozen=True, slots=True)
class Document:
    """One document: `kind` (vocabulary `document_kind`), issuing country (alpha-3 or ""), number as written."""

    kind: str
    country: str
    number: str


@dataclasses.dataclass(frozen=True)
class Documents(Kind[tuple[Document, ...]]):
    """A person's documents: three are asked, more that stand on file stay. Kept one a line: kind|country|number."""

    boxes: int = 3
    empty: tuple[Document, ...] = ()
    spreads = True

    def fields(self, fact: Fact) -> dict[str, forms.Field]:
        """Kind, country and number, three times."""
        created: dict[str, forms.Field] = {}
        for n in range(self.boxes):
            kinds = code_choices("document_kind", empty=_("Ninguno"), hints=False)
            number = Text(most=60).field(fact)
            number.label = _("Número")
            created[f"kind_{n}"] = choice_field(_("Documento") if n == 0 else _("Otro documento"), kinds)
            created[f"where_{n}"] = country_choice(_("País que lo dio"))
            created[f"number_{n}"] = number
        return created

    def paper(self, fact: Fact) -> list[BlankQuestion]:
        """What, of which country, which number; three times."""
        parts = [_("Documento"), _("País que lo dio"), _("Número")]
        return [fact.on_paper("parts", parts=parts, times=self.boxes)]

    def to_fields(self, fact: Fact, value: tuple[Document, ...]) -> dict[str, Any]:
        """The first three."""
        shown: dict[str, Any] = {}
        for n, one in enumerate(value[: self.boxes]):
            shown |= {f"kind_{n}": one.kind, f"where_{n}": one.country, f"number_{n}": one.number}
        return shown

    def from_fields(
        self, fact: Fact, cleaned: Mapping[str, Any], before: tuple[Document, ...]
    ) -> tuple[Document, ...]:
        """What was typed. Raises `DomainError`: a kind needs a number, and the other way round."""
        typed = []
        for n in range(self.boxes):
            kind, number = cleaned.get(f"kind_{n}") or "", cleaned.get(f"number_{n}") or ""
            if kind and not number:
                raise DomainError(_("Escriba el número del documento."), field=f"number_{n}")
            if number and not kind:
                raise DomainError(_("Elija qué documento es."), field=f"kind_{n}")
            if kind:
                typed.append(Document(kind, cleaned.get(f"where_{n}") or "", number))
        return (*typed, *before[self.boxes :])

    def check(self, value: tuple[Document, ...], fact: Fact) -> tuple[Document, ...]:
        """A kind and a country there are, and a number. Raises `DomainError`."""
        checked = []
        for one in value:
            number = texts.clean(one.number, field=fact.name, most=60).replace("|", " ")
            if not number:
                raise fact.wrong(_("Escriba el número del documento."))
            if not vocabulary("document_kind").has(one.kind):
                raise fact.wrong(_("Elija una opción de la lista."))
            checked.append(Document(one.kind, one.country, number))
        return tuple(checked)

    def words(self, value: tuple[Document, ...]) -> str:
        """`Pasaporte N123 (Nicaragua)`, one a line."""
        lines = []
        for one in value:
            sentence = f"{vocabulary('document_kind').label(one.kind)} {one.number}"
            lines.append(f"{sentence} ({country_name(one.country)})" if one.country else sentence)
        return "\n".join(lines)

    def to_text(self, value: tuple[Document, ...]) -> str:
        """One a line."""
        return "\n".join(f"{one.kind}|{one.country}|{one.number}" for one in value or ())

    def from_text(self, text: str) -> tuple[Document, ...]:
        """The documents again."""
        lines = [line.split("|", 2) for line in text.split("\n") if line.count("|") == 2]
        return tuple(Document(*parts) for parts in lines)

    def read(self, text: str) -> tuple[Document, ...]:
        """A number of which the sheet does not say what it is the number of."""
        return (Document("other", "", text.strip()),) if text.strip() else ()
