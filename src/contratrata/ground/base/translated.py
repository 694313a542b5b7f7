"""A text in several languages that knows which of its translations are older than the original."""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import translation
from django.utils.translation import gettext as _

from . import clock
from .errors import DomainError


class UnreadableTranslation(ValueError):
    """What is stored is no translated text: a fault of ours."""


@dataclass(frozen=True, slots=True)
class Version:
    """The text in one language. `revision` is the revision of the original that it says (the original: its own)."""

    text: str
    changed_at: dt.datetime
    revision: int


@dataclass(frozen=True, slots=True)
class Reading:
    """The text as it is shown to somebody who reads `asked`: `language` is what it is really written in."""

    text: str
    language: str
    asked: str
    older: bool
    original: str
    original_language: str

    @property
    def untranslated(self) -> bool:
        """Whether the original stands in for a translation that nobody has written."""
        return bool(self.text) and self.language != self.asked

    @property
    def note(self) -> str:
        """What the reader must know of it, or nothing."""
        if self.untranslated:
            return _("Sin traducción: se muestra el original.")
        return _("Traducción anterior al original: el original cambió después.") if self.older else ""


@dataclass(frozen=True, slots=True)
class Translated:
    """Versions by language, of which `original` is the one the others are translated from. Empty: no text at all."""

    original: str = ""
    versions: Mapping[str, Version] = field(default_factory=dict, hash=False)

    @classmethod
    def of(
        cls, texts: Mapping[str, str], *, original: str = "", at: dt.datetime | None = None
    ) -> "Translated":
        """A new text. Without `original`, the first language with a text is it."""
        return cls().edited(texts, original=original, at=at)

    def __bool__(self) -> bool:
        return bool(self.versions)

    def __str__(self) -> str:
        return self.reading().text

    def text(self, language: str) -> str:
        """The text in that language, or nothing: no fallback."""
        version = self.versions.get(language)
        return version.text if version else ""

    def older_than_original(self, language: str) -> bool:
        """Whether the original has changed since this translation was written or confirmed."""
        version, original = self.versions.get(language), self.versions.get(self.original)
        return version is not None and original is not None and version.revision < original.revision

    def reading(self, language: str = "") -> Reading:
        """The text for who reads `language` (the active one): hers if there is one, else the original."""
        asked = language or (translation.get_language() or settings.LANGUAGE_CODE).partition("-")[0]
        shown = asked if asked in self.versions else self.original
        return Reading(
            text=self.text(shown),
            language=shown,
            asked=asked,
            older=self.older_than_original(shown),
            original=self.text(self.original),
            original_language=self.original,
        )

    def edited(
        self,
        texts: Mapping[str, str],
        *,
        original: str = "",
        confirmed: Collection[str] = (),
        at: dt.datetime | None = None,
    ) -> "Translated":
        """The value after an edit: `texts` by language (absent: unchanged, empty: taken out).

        A changed original is a new revision of it; a changed translation, or one in `confirmed` (it still says
        the same), belongs to the revision the original has after this edit. Raises `DomainError` when a
        translation would be left without its original.
        """
        now = at or clock.now()
        words = {language: version.text for language, version in self.versions.items()} | dict(texts)
        words = {language: text for language, text in words.items() if text}
        if not words:
            return Translated()
        source = self.original or (original if original in words else next(iter(words)))
        if source not in words:
            raise DomainError(
                _("Escriba también el texto original (%s).") % language_name(source), field=source
            )
        former = self.versions.get(source)
        before = former.revision if former else 0
        revision = before if former and former.text == words[source] else before + 1
        versions = {}
        for language, text in words.items():
            version = self.versions.get(language)
            if version is None or version.text != text:
                version = Version(text, now, revision)
            elif language == source or language in confirmed:
                version = replace(version, revision=revision)
            versions[language] = version
        return Translated(source, versions)

    def as_json(self) -> dict[str, Any]:
        """The stored shape: `{}` or `{"original": "es", "texts": {"es": {"text", "changed_at", "revision"}}}`."""
        if not self:
            return {}
        return {
            "original": self.original,
            "texts": {
                language: {
                    "text": one.text,
                    "changed_at": one.changed_at.isoformat(),
                    "revision": one.revision,
                }
                for language, one in self.versions.items()
            },
        }

    @classmethod
    def from_json(cls, stored: Any) -> "Translated":
        """Read what `as_json` wrote. Raises `UnreadableTranslation`."""
        if not stored:
            return cls()
        try:
            versions = {
                str(language): Version(
                    str(one["text"]), dt.datetime.fromisoformat(one["changed_at"]), int(one["revision"])
                )
                for language, one in stored["texts"].items()
            }
            original = str(stored["original"])
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise UnreadableTranslation(type(error).__name__) from None
        if original not in versions:
            raise UnreadableTranslation("no original")
        return cls(original, versions)


def language_name(code: str) -> str:
    """The name of a language of the product, in the reader's language."""
    return str(dict(settings.LANGUAGES).get(code, code))


class TranslatedField(models.JSONField):
    """A column of a `Translated`: JSON whose original is among its texts, checked by the database too."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", Translated)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Translated:
        """The stored value as a `Translated`. Raises `UnreadableTranslation`."""
        return Translated.from_json(super().from_db_value(value, expression, connection))

    def to_python(self, value: Any) -> Translated:
        """The value, its stored shape or None, as a `Translated`. Raises `UnreadableTranslation`."""
        return value if isinstance(value, Translated) else Translated.from_json(value)

    def get_prep_value(self, value: Any) -> Any:
        """The stored shape."""
        return super().get_prep_value(value.as_json() if isinstance(value, Translated) else value)

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        """The stored shape, as the database takes it."""
        stored = value.as_json() if isinstance(value, Translated) else value
        return super().get_db_prep_value(stored, connection, prepared)

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        """As any JSON column, of the stored shape."""
        super().validate(self.to_python(value).as_json(), model_instance)

    def db_check(self, connection: Any) -> str:
        """Nothing, or texts among which is the original."""
        column = connection.ops.quote_name(self.column)
        texts = f"{column} -> 'texts' -> ({column} ->> 'original') ->> 'text'"
        return f"{column} = '{{}}'::jsonb OR COALESCE({texts}, '') <> ''"
