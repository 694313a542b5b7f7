"""From the pages of a registration to what the operations take, and to the summary of the last step."""

import dataclasses
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from contratrata.ground.acts.public import words_of
from contratrata.ground.base.answers import Answer
from contratrata.ground.base.texts import visible
from contratrata.ground.codes.public import vocabulary
from contratrata.ground.ui.parts import Row
from contratrata.ground.vault.public import Names

from .. import given
from ..forms.base import CaseForm
from ..forms.facts import AnswersForm
from .pages import PAGES, Answers, Page, made


@dataclasses.dataclass(frozen=True, slots=True)
class Wrong:
    """A page that cannot be kept as it is."""

    page: Page
    words: str


@dataclasses.dataclass(frozen=True, slots=True)
class Step:
    """One step of the summary: its pages as lines with the way to each."""

    number: int
    rows: list[Row]


def filled(answers: Answers) -> dict[str, CaseForm]:
    """The forms of the pages that were answered and are still asked, judged."""
    found = {page.slug: made(page, answers) for page in PAGES if page.slug in answers and page.shown(answers)}
    for form in found.values():
        form.is_valid()
    return found


def wrong(forms: dict[str, CaseForm]) -> list[Wrong]:
    """The pages to mend, in order, each with its first message."""
    return [
        Wrong(page, str(next(iter(forms[page.slug].errors.values()))[0]))
        for page in PAGES
        if page.slug in forms and forms[page.slug].errors
    ]


def new_case(forms: dict[str, CaseForm]) -> given.NewCase:
    """The case as the pages tell it; a page that was left out says nothing. Every form must be valid."""
    told: dict[str, Any] = {slug: form.told() for slug, form in forms.items()}  # type: ignore[attr-defined]
    age = told.get("edad", {})
    identity = {
        **told.get("nombre", {}),
        "birth_date": age.pop("birth_date", ""),
        "documents": told.get("documentos", ""),
    }
    answers = {key: by for which in ("acto", "medio", "fin") for key, by in told.get(which, {}).items()}
    urgency = told.get("urgencia", {})
    return given.NewCase(
        person=given.PersonFacts(**age, **told.get("origen", {})),
        identity=given.IdentityTexts(**identity),
        contact=told.get("contacto", given.ContactTexts()),
        arrival=told.get("llegada", given.Arrival()),
        answers=answers,
        trafficking=told.get("hechos", given.TraffickingFacts()),
        consents=told.get("consentimiento", ()),
        needs=tuple(
            given.NewNeed(kind=kind, urgency=urgency.get(kind, "")) for kind in told.get("necesidades", ())
        ),
        note=told.get("relato", ""),
        next_step=told.get("paso"),
    )


def names_of(answers: Answers) -> tuple[Names, str, str]:
    """Names, birth date and document as told so far, to look for the same person once more."""
    forms = {slug: form for slug, form in filled(answers).items() if slug in ("nombre", "edad", "documentos")}
    texts = {k: v for form in forms.values() for k, v in getattr(form, "cleaned_data", {}).items()}
    others = [texts.get("chosen_name", ""), *str(texts.get("alias", "")).split("\n")]
    names = Names(
        given=texts.get("given_names", ""),
        surname=texts.get("first_surname", ""),
        second_surname=texts.get("second_surname", ""),
        others=tuple(one for one in others if one.strip()),
    )
    born = texts.get("birth_date")
    return names, str(born) if born else "", str(texts.get("number_0", ""))


def steps(registration_id: Any, answers: Answers, forms: dict[str, CaseForm]) -> list[Step]:
    """The summary: one line a page with what was answered there, and the way to it."""
    found: dict[int, list[Row]] = {}
    for page in PAGES:
        if page.shown(answers):
            url = reverse("cases:register_page", args=[registration_id, page.slug])
            form = forms.get(page.slug)
            words = visible("; ".join(_words(page, form))) if form else ""
            found.setdefault(page.step, []).append(Row(str(page.title), words, f"{url}?volver=resumen"))
    return [Step(number, rows) for number, rows in found.items()]


#: Pages whose answers need no question beside them to be understood.
_PLAIN = frozenset({"nombre", "origen", "llegada", "relato", "necesidades"})


def _words(page: Page, form: CaseForm) -> list[str]:
    if isinstance(form, AnswersForm):
        said = _said(form)
        return [said] if said else []
    if page.slug == "paso" and not form["what"].value():
        return []
    told = [
        (str(field.label), words_of(field))
        for field in form.visible_fields()
        if not field.name.startswith("told__")
    ]
    return [
        words if page.slug in _PLAIN else f"{label} {words}" if label.endswith("?") else f"{label}: {words}"
        for label, words in told
        if words
    ]


def _said(form: AnswersForm) -> str:
    if not form.is_valid():
        return ""
    by = {Answer.YES: [], Answer.NO: []}  # type: dict[Answer, list[str]]
    for key, answers in form.answers().items():
        for code, said in answers.items():
            if said in by:
                by[said].append(vocabulary(key).label(code))
    parts = []
    if by[Answer.YES]:
        parts.append(_("Sí: %s.") % ", ".join(by[Answer.YES]))
    if by[Answer.NO]:
        parts.append(_("No: %s.") % ", ".join(by[Answer.NO]))
    return " ".join(parts)


def name_of(words: str) -> dict[str, list[str]]:
    """What was looked for as the fields of the name page, to be looked over there; nothing for a code or a number.

    Two words and more end with a surname, four and more with two.
    """
    parts = words.split()
    if not parts or len(words) > 100 or any(mark.isdigit() for mark in words):
        return {}
    surnames = 0 if len(parts) == 1 else 2 if len(parts) > 3 else 1
    given, rest = parts[: len(parts) - surnames], [*parts[len(parts) - surnames :], "", ""]
    return {"given_names": [" ".join(given)], "first_surname": [rest[0]], "second_surname": [rest[1]]}
