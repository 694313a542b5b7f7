"""The pages of a registration: seven steps, each of one or a few small pages, and what stands on each."""

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _l

from contratrata.ground.acts.public import Wizard
from contratrata.ground.base import clock
from contratrata.ground.base.answers import Answer
from contratrata.ground.base.partial import Age, age_range
from contratrata.ground.base.request import UNASKED
from contratrata.ground.codes.public import Words
from contratrata.ground.things.public import FactsForm

from ..file.questions import FILE
from ..forms.consent import FirstConsentForm
from ..forms.facts import StoryForm
from ..forms.sections import SectionForm
from ..forms.work import NeedsForm, StepForm, UrgencyForm

#: `{page: {field: [values]}}`, as it was typed: nothing is judged before it is kept.
Answers = Mapping[str, Mapping[str, Sequence[str]]]
Form = FactsForm
STEPS = 7
SUMMARY = "resumen"


@dataclasses.dataclass(frozen=True, slots=True)
class Page:
    """One page: its step, its title, its form and what the form takes from the other pages."""

    slug: str
    step: int
    title: Any
    form: Callable[..., Form]
    options: Callable[[Answers], dict[str, Any]] = lambda _answers: {}
    when: Callable[[Answers], bool] = lambda _answers: True
    lead: Any = ""

    def shown(self, answers: Answers, /) -> bool:
        """Whether it is asked at all, by what was answered elsewhere."""
        return self.when(answers)

    def done(self, answers: Answers, /) -> bool:
        """Every page may be left out and come back to."""
        return True


def needs_of(answers: Answers) -> tuple[str, ...]:
    """The needs ticked so far."""
    form = build_form(BY_SLUG["necesidades"], answers)
    return form.to_values() if isinstance(form, NeedsForm) and form.is_valid() else ()


def minor(answers: Answers) -> Answer:
    """Whether she is under 18 by what was told of her age."""
    form = build_form(BY_SLUG["edad"], answers)
    if not isinstance(form, SectionForm) or not form.is_bound:
        return Answer.UNKNOWN
    form.is_valid()
    born, years = form.values.get("birth_date"), form.values.get("age_years")
    age = age_range(born, clock.today()) if born else Age(years, years) if years is not None else None
    return age.is_minor if age else Answer.UNKNOWN


def _asked(key: str, step: int) -> Page:
    """The page of one section of the file, under the words of a registration where it has some."""
    section = FILE.section(key)
    words = section.extra.get("register", {})
    return Page(
        key,
        step,
        Words(**words["title"]) if "title" in words else section.title,
        SectionForm,
        lambda _answers: {"section": section, "registered": clock.today()},
        lead=Words(**words["lead"]) if "lead" in words else "",
    )


PAGES: tuple[Page, ...] = (
    _asked("llegada", 1),
    *(_asked(key, 2) for key in ("nombre", "edad", "origen", "documentos")),
    _asked("contacto", 3),
    *(_asked(key, 4) for key in ("acto", "medio", "fin", "hechos")),
    Page("relato", 4, _l("Lo que contó"), StoryForm),
    Page("necesidades", 5, _l("Necesidades urgentes"), NeedsForm),
    Page("urgencia", 5, _l("¿Para cuándo hace falta?"), UrgencyForm,
         lambda answers: {"kinds": needs_of(answers)}, lambda answers: bool(needs_of(answers))),
    Page("paso", 5, _l("Lo primero que hay que hacer"), StepForm),
    Page("consentimiento", 6, _l("Consentimiento"), FirstConsentForm, lambda answers: {"minor": minor(answers)}),
)  # fmt: skip
BY_SLUG: Mapping[str, Page] = {page.slug: page for page in PAGES}
#: Fields of registrations begun before the questions were data, and what they are called now.
RENAMED = {
    "citizenship": "citizenships_0", "other_citizenship": "citizenships_1", "language": "languages_0",
    "other_language": "languages_1", "transit_country": "transit_countries_0",
    "other_transit_country": "transit_countries_1", "channels": "contact_channel",
}  # fmt: skip
WIZARD = Wizard[Answers](PAGES, total=STEPS, end=SUMMARY)


def build_form(page: Page, answers: Answers, sent: QueryDict | None = None, **initial: Any) -> Form:
    """The form of a page: with what is being sent, else with what was kept, else empty with `initial`."""
    stored = answers.get(page.slug)
    data = sent if sent is not None else query(stored) if stored is not None else None
    return page.form(data, initial=initial, **page.options(answers))


def query(fields: Mapping[str, Sequence[str]]) -> QueryDict:
    """Kept fields as a form takes them."""
    data = QueryDict(mutable=True)
    for name, values in fields.items():
        data.setlist(RENAMED.get(name, name), list(values))
    return data


def typed(sent: QueryDict) -> dict[str, list[str]]:
    """What was typed on a page, to be kept."""
    dropped = UNASKED | {"salir", "suspended", "seen"}
    return {name: sent.getlist(name) for name in sent if name not in dropped}
