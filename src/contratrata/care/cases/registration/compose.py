"""From the pages of a registration to what the operations take, and to the summary of the last step."""

import dataclasses
from typing import Any

from django.urls import reverse

from contratrata.ground.acts.public import words_of
from contratrata.ground.base.texts import visible
from contratrata.ground.ui.parts import Row
from contratrata.ground.vault.public import Names

from .. import inputs
from ..forms.sections import SectionForm
from .pages import PAGES, Answers, Form, Page, build_form


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


def filled(answers: Answers) -> dict[str, Form]:
    """The forms of the pages that were answered and are still asked, judged."""
    result = {
        page.slug: build_form(page, answers) for page in PAGES if page.slug in answers and page.shown(answers)
    }
    for form in result.values():
        form.is_valid()
    return result


def wrong(forms: dict[str, Form]) -> list[Wrong]:
    """The pages to mend, in order, each with its first message."""
    return [
        Wrong(page, str(next(iter(forms[page.slug].errors.values()))[0]))
        for page in PAGES
        if page.slug in forms and forms[page.slug].errors
    ]


def new_case(forms: dict[str, Form]) -> inputs.NewCase:
    """The case as the pages tell it; a page that was left out says nothing. Every form must be valid."""
    asked = [form for form in forms.values() if isinstance(form, SectionForm)]
    data: dict[str, Any] = {
        slug: form.to_values()  # type: ignore[attr-defined]
        for slug, form in forms.items()
        if not isinstance(form, SectionForm)
    }
    urgency = data.get("urgencia", {})
    return inputs.NewCase(
        values={name: value for form in asked for name, value in form.values.items()},
        consents=data.get("consentimiento", ()),
        needs=tuple(
            inputs.NewNeed(kind=kind, urgency=urgency.get(kind, "")) for kind in data.get("necesidades", ())
        ),
        note=data.get("relato", ""),
        next_step=data.get("paso"),
    )


def names_of(answers: Answers) -> tuple[Names, str, str]:
    """Names, birth date and document as told so far, to look for the same person once more."""
    forms = [form for form in filled(answers).values() if isinstance(form, SectionForm)]
    values = {name: value for form in forms for name, value in form.values.items()}
    others = [values.get("chosen_name", ""), *values.get("alias", "").split("\n")]
    names = Names(
        given=values.get("given_names", ""),
        surname=values.get("first_surname", ""),
        second_surname=values.get("second_surname", ""),
        others=tuple(one for one in others if one.strip()),
    )
    born, documents = values.get("birth_date"), values.get("documents", ())
    return names, str(born) if born else "", documents[0].number if documents else ""


def steps(registration_id: Any, answers: Answers, forms: dict[str, Form]) -> list[Step]:
    """The summary: one line a page with what was answered there, and the way to it."""
    result: dict[int, list[Row]] = {}
    for page in PAGES:
        if page.shown(answers):
            url = reverse("cases:register_page", args=[registration_id, page.slug])
            form = forms.get(page.slug)
            words = visible("; ".join(_words(page, form))) if form else ""
            result.setdefault(page.step, []).append(Row(str(page.title), words, f"{url}?volver=resumen"))
    return [Step(number, rows) for number, rows in result.items()]


#: Pages whose answers need no question beside them to be understood.
_PLAIN = frozenset({"nombre", "origen", "llegada", "relato", "necesidades"})


def _words(page: Page, form: Form) -> list[str]:
    if isinstance(form, SectionForm):
        values = form.answered()
        return [words if page.slug in _PLAIN else f"{title}: {words}" for title, words in values]
    if page.slug == "paso" and not form["what"].value():
        return []
    values = [
        (str(field.label), words_of(field))
        for field in form.visible_fields()
        if not field.name.startswith("told__")
    ]
    return [
        words if page.slug in _PLAIN else f"{label} {words}" if label.endswith("?") else f"{label}: {words}"
        for label, words in values
        if words
    ]


def name_of(words: str) -> dict[str, list[str]]:
    """What was looked for as the fields of the name page, to be looked over there; nothing for a code or a number.

    Two words and more end with a surname, four and more with two.
    """
    parts = words.split()
    if not parts or len(words) > 100 or any(mark.isdigit() for mark in words):
        return {}
    surnames = 0 if len(parts) == 1 else 2 if len(parts) > 3 else 1
    initial, rest = parts[: len(parts) - surnames], [*parts[len(parts) - surnames :], "", ""]
    return {"given_names": [" ".join(initial)], "first_surname": [rest[0]], "second_surname": [rest[1]]}
