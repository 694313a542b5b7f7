"""A text in the languages of the product, of which one is the original (`base.translated`)."""

import dataclasses
import json
from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _l
from django.utils.translation import override

from contratrata.ground.base import texts
from contratrata.ground.base.errors import DomainError
from contratrata.ground.base.text_fields import TextField
from contratrata.ground.base.translated import Translated, TranslatedField, language_name
from contratrata.ground.paper.public import BlankQuestion

from .base import Fact, Kind, spelled

_CONFIRMED = "_confirmed"
_OLDER = _l("El original (%(language)s) cambió después de esta traducción.")
_HOLDS = _l("Sigue diciendo lo mismo que el original: %(label)s")


@dataclasses.dataclass(frozen=True)
class TranslatedText(Kind[Translated]):
    """A line, or with `rows` a text, in each language; what is older than its original is said where it is read."""

    most: int = texts.LINE
    rows: int = 0
    empty: Translated = dataclasses.field(default_factory=Translated)
    spreads = True

    def _names(self, fact: Fact) -> dict[str, str]:
        """Field names by language."""
        return {language: f"{fact.name}_{language}" for language, _name in settings.LANGUAGES}

    def fields(self, fact: Fact) -> dict[str, forms.Field]:
        """One field a language, the label saying which."""
        created: dict[str, forms.Field] = {}
        for language, name in self._names(fact).items():
            widget = forms.Textarea(attrs={"rows": self.rows}) if self.rows else forms.TextInput()
            widget.attrs |= {"lang": language, "autocomplete": "off"}
            label = f"{fact.label} ({language_name(language).lower()})"
            created[name] = TextField(max_length=self.most, required=False, label=label, widget=widget)
        return created

    def fields_for(self, fact: Fact, value: Translated) -> dict[str, forms.Field]:
        """Beside a translation that is older than its original, the box that says it still holds."""
        created: dict[str, forms.Field] = {}
        names = {name: language for language, name in self._names(fact).items()}
        for name, field in self.fields(fact).items():
            created[name] = field
            if value.older_than_original(names[name]):
                field.help_text = _OLDER % {"language": language_name(value.original).lower()}
                created[f"{name}{_CONFIRMED}"] = forms.BooleanField(
                    required=False, label=_HOLDS % {"label": field.label}
                )
        return created

    def paper(self, fact: Fact) -> list[BlankQuestion]:
        """Lines for each language."""
        lines = fact.on_paper("line", times=self.rows or 1)
        return [dataclasses.replace(lines, label=str(one.label)) for one in self.fields(fact).values()]

    def to_fields(self, fact: Fact, value: Translated) -> dict[str, Any]:
        """Each text in its field."""
        return {name: value.text(language) for language, name in self._names(fact).items()}

    def from_fields(self, fact: Fact, cleaned: Mapping[str, Any], before: Translated) -> Translated:
        """What was edited of what stood there. Raises `DomainError` with the field of the original."""
        names = self._names(fact)
        try:
            confirmed = [language for language, name in names.items() if cleaned.get(f"{name}{_CONFIRMED}")]
            texts_by = {language: cleaned.get(name) or "" for language, name in names.items()}
            return before.edited(texts_by, confirmed=confirmed)
        except DomainError as error:
            raise DomainError(error.message, field=names[error.field or settings.LANGUAGE_CODE]) from None

    def check(self, value: Translated, fact: Fact) -> Translated:
        """Nothing too long in any language. Raises `DomainError`."""
        for language, name in self._names(fact).items():
            texts.clean(value.text(language), field=name, most=self.most, lines=bool(self.rows))
        return value

    def is_empty(self, value: Translated | None) -> bool:
        """No text in any language."""
        return not value

    def words(self, value: Translated) -> str:
        """In the reader's language, else in the original's."""
        return value.reading().text

    def column(self) -> "models.Field[Any, Any]":
        """Every language in one column."""
        return TranslatedField()

    def to_text(self, value: Translated) -> str:
        """JSON."""
        return json.dumps(value.as_json(), ensure_ascii=False) if value else ""

    def from_text(self, text: str) -> Translated:
        """The texts again."""
        return Translated.from_json(json.loads(text)) if text else Translated()

    def read(self, text: str) -> Translated:
        """A cell is in the language of the product."""
        return Translated.of({settings.LANGUAGE_CODE: texts.visible(text).strip()})

    def headings(self, fact: Fact) -> dict[str, list[str]]:
        """A column a language: known by its heading in that language, or by the language said behind it."""
        taken: set[str] = set()
        result: dict[str, list[str]] = {}
        for language, name in self._names(fact).items():
            plain = [title for title in spelled(fact, language) if title not in taken]
            taken |= set(plain)
            lines = [f"{title} ({language})" for title in spelled(fact)]
            for code, _name in settings.LANGUAGES:
                with override(code):
                    lines += [f"{title} ({language_name(language)})" for title in spelled(fact, code)]
            result[name] = [*plain, *lines]
        return result

    def read_cells(self, fact: Fact, cells: Mapping[str, str]) -> Translated:
        """Each text in its language; the first that is there is the original."""
        words = {
            language: text
            for language, name in self._names(fact).items()
            if (text := texts.visible(cells.get(name, "")).strip())
        }
        return Translated.of(words) if words else self.empty
