"""The form field of a translated text: one fieldset a language, the original beside each translation."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from . import texts
from .errors import DomainError
from .translated import Translated, language_name


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed: texts by language, the translations said to be right still, and what it is an edit of."""

    texts: Mapping[str, str] = field(default_factory=dict)
    confirmed: frozenset[str] = frozenset()
    former: Translated = field(default_factory=Translated)


class TranslatedInput(forms.Widget):
    """A box for each language: `<name>_<language>`, and `<name>_<language>_confirmed` for an older translation."""

    template_name = "ui/widgets/translated.html"
    use_fieldset = True

    def __init__(self, languages: Iterable[str], *, lines: bool, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.languages = tuple(languages)
        self.box: forms.Widget = forms.Textarea({"rows": 5}) if lines else forms.TextInput()

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        """The first box: where a message about the whole field leads."""
        return f"{id_}_{self.languages[0]}" if id_ else id_

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Typed:
        """The texts as they were typed."""
        return Typed(
            {language: str(data.get(f"{name}_{language}", "")) for language in self.languages},
            frozenset(one for one in self.languages if data.get(f"{name}_{one}_confirmed")),
        )

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        """Whether no box of it was sent."""
        return not any(f"{name}_{language}" in data for language in self.languages)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """A part for each language; see `ui/widgets/translated.html`."""
        context = super().get_context(name, value, attrs)
        typed = value if isinstance(value, Typed) else _typed(value)
        order = sorted(self.languages, key=lambda one: one != typed.former.original)
        context["widget"]["parts"] = [
            self._part(name, typed, one, context["widget"]["attrs"]) for one in order
        ]
        return context

    def _part(self, name: str, typed: Typed, language: str, attrs: Mapping[str, Any]) -> dict[str, Any]:
        former = typed.former
        own = {**attrs, "id": f"{attrs.get('id', name)}_{language}", "lang": language}
        box = self.box.get_context(f"{name}_{language}", typed.texts.get(language, ""), own)["widget"]
        translates = bool(former.original) and language != former.original
        return {
            "label": language_name(language),
            "box": box,
            "is_area": isinstance(self.box, forms.Textarea),
            "is_original": language == former.original,
            "original": former.text(former.original) if translates else "",
            "original_language": former.original,
            "older": former.older_than_original(language),
            "confirm": f"{name}_{language}_confirmed",
            "confirmed": language in typed.confirmed,
        }


def _typed(value: Any) -> Typed:
    former = value if isinstance(value, Translated) else Translated()
    return Typed({language: one.text for language, one in former.versions.items()}, former=former)


class TranslatedFormField(forms.Field):
    """Cleans to a `Translated`: what was typed as an edit of the field's initial value.

    The original of a new text is the language the writer reads the page in, if she wrote in it. Texts are cleaned by
    `texts.clean`: one line, or with `lines` several, of at most `most` characters a language.
    """

    widget = TranslatedInput

    def __init__(
        self,
        *,
        lines: bool = False,
        most: int = texts.LINE,
        languages: Iterable[str] | None = None,
        **kwargs: Any,
    ) -> None:
        self.most, self.lines = most, lines
        self.languages = tuple(languages or dict(settings.LANGUAGES))
        self.former = Translated()
        kwargs.setdefault("widget", TranslatedInput(self.languages, lines=lines, attrs={"maxlength": most}))
        super().__init__(**kwargs)

    default_error_messages = {"required": _("Escriba el texto al menos en un idioma.")}

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> BoundField:
        """The field of one form: it remembers what the form edits."""
        initial = form.get_initial_for_field(self, field_name)
        self.former = initial if isinstance(initial, Translated) else Translated()
        return super().get_bound_field(form, field_name)

    def bound_data(self, data: Any, initial: Any) -> Typed:
        """What is shown again after an error: the typed texts, beside the former ones."""
        return replace(data, former=self.former) if isinstance(data, Typed) else _typed(self.former)

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether a text differs or a translation was confirmed."""
        former = initial if isinstance(initial, Translated) else Translated()
        if self.disabled or not isinstance(data, Typed):
            return False
        return bool(data.confirmed) or any(former.text(one) != text for one, text in data.texts.items())

    def clean(self, value: Any) -> Translated:
        """The edited value. Raises `ValidationError`."""
        if isinstance(value, Translated):  # a disabled field hands its initial value on
            return value
        typed: Typed = value or Typed()
        cleaned, errors = {}, []
        for language, text in typed.texts.items():
            try:
                cleaned[language] = texts.clean(text, field=language, most=self.most, lines=self.lines)
            except DomainError as error:
                errors.append(ValidationError(f"{language_name(language)}: {error.message}"))
        if errors:
            raise ValidationError(errors)
        if self.required and not any(cleaned.values()):
            raise ValidationError(self.error_messages["required"], code="required")
        reads = (translation.get_language() or settings.LANGUAGE_CODE).partition("-")[0]
        try:
            return self.former.edited(cleaned, original=reads, confirmed=typed.confirmed)
        except DomainError as error:
            raise ValidationError(error.message) from error
