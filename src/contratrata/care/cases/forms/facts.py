"""What happened: answers about act, means and purpose; where and when; the status somebody asserts."""

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from contratrata.ground.base import texts
from contratrata.ground.base.answers import Answer
from contratrata.ground.base.partial import PartialDate
from contratrata.ground.codes.public import vocabulary

from .. import given
from .base import CaseForm, EditForm, Fold
from .fields import (
    PartialField,
    Text,
    answer,
    area_field,
    area_words,
    country_field,
    iso,
    one_of,
    place,
    several_of,
)

#: The pages of answers: which vocabularies stand open, which fold, and under which words.
WHICH: Mapping[str, tuple[str | None, tuple[tuple[str, Any], ...]]] = {
    "acto": ("act", (("method_of_recruitment", _l("Más: forma de captación")),)),
    "medio": ("means", (("method_of_control", _l("Más: métodos de control")),)),
    "fin": (
        "purpose",
        (
            ("type_of_exploitation", _l("Más: forma de explotación")),
            ("sexual_exploitation_type", _l("Más: tipo de explotación sexual")),
        ),
    ),
    "otros": (
        None,
        (
            ("perpetrator_role", _l("Qué hizo quien la captó o la explotó")),
            ("platform", _l("Sitios y aplicaciones que se usaron")),
            ("vulnerability", _l("Situaciones de vulnerabilidad")),
        ),
    ),
}


def vocabularies_of(which: str) -> tuple[str, ...]:
    """The vocabularies a page of answers asks."""
    head, folded = WHICH[which]
    return (*((head,) if head else ()), *(key for key, _words in folded))


class AnswersForm(CaseForm):
    """Three-valued answers, one question a code; what nobody answered stays «No se sabe»."""

    which = ""

    def __init__(self, *args: Any, which: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.which = which or self.which
        for key in vocabularies_of(self.which):
            known = vocabulary(key)
            for term in known.terms():
                self.fields[f"{key}__{term.code}"] = answer(term.label.here(), known.help(term.code))
        self.folds = tuple(
            Fold(words, tuple(f"{key}__{term.code}" for term in vocabulary(key).terms()))
            for key, words in WHICH[self.which][1]
        )

    def told(self) -> dict[str, dict[str, bool]]:
        """Yes and no by vocabulary and code; what is not known is left out."""
        return {
            key: known
            for key, by_code in self.answers().items()
            if (known := {code: said is Answer.YES for code, said in by_code.items() if said.known})
        }

    def answers(self) -> dict[str, dict[str, Answer]]:
        """Every answer of the page, by vocabulary and code, «No se sabe» too."""
        found: dict[str, dict[str, Answer]] = {key: {} for key in vocabularies_of(self.which)}
        for key, code, said in self._answers():
            found[key][code] = said
        return found

    def _answers(self) -> Iterator[tuple[str, str, Answer]]:
        for name, value in self.cleaned_data.items():
            key, bar, code = name.partition("__")
            if bar and value:
                yield key, code, Answer(value)

    @staticmethod
    def start(told: Mapping[str, Mapping[str, bool]]) -> dict[str, str]:
        """Initial values from answers on file."""
        return {
            f"{key}__{code}": Answer.of(said).value
            for key, by_code in told.items()
            for code, said in by_code.items()
        }


class EditAnswers(EditForm, AnswersForm):
    """Answers of a case on file."""


class FactsForm(CaseForm):
    """Where and when; exploitation begins before it ends and not after the case was registered."""

    recruitment_country = country_field(_l("¿En qué país fue la captación?"))
    recruitment_area = area_field()
    exploitation_country = country_field(_l("¿En qué país fue la explotación?"))
    exploitation_area = area_field()
    exploited_from = PartialField(
        label=_l("¿Desde cuándo?"), help_text=_l("Deje vacío lo que no se sepa: basta el año.")
    )
    exploited_until = PartialField(
        label=_l("¿Hasta cuándo?"), help_text=_l("Déjelo vacío si sigue o no se sabe.")
    )
    relationship = one_of(
        "relationship_to_trafficker", _l("¿Qué relación tenía con quien hizo la captación o la explotación?")
    )
    transit_country = country_field(_l("País por el que pasó"), empty=_l("Ninguno"))
    other_transit_country = country_field(_l("Otro país por el que pasó"), empty=_l("Ninguno"))
    industries = several_of("labour_industry", _l("Rama de trabajo"))

    folds = (
        Fold(_l("Más: países por los que pasó"), ("transit_country", "other_transit_country")),
        Fold(_l("Más: rama de trabajo"), ("industries",)),
    )
    #: The day the case was registered (today when it is being registered).
    registered: dt.date | None = None
    kept: list[str]

    def __init__(
        self, *args: Any, registered: dt.date | None = None, kept: list[str] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.registered, self.kept = registered, kept or []

    def clean(self) -> dict[str, Any]:
        """Places within their countries, dates in order."""
        super().clean()
        place(self, "recruitment_country", "recruitment_area")
        place(self, "exploitation_country", "exploitation_area")
        data = self.cleaned_data
        began, ended = data.get("exploited_from"), data.get("exploited_until")
        if isinstance(began, PartialDate):
            if isinstance(ended, PartialDate) and ended.surely_before(began):
                self.add_error("exploited_until", _("La explotación no puede terminar antes de empezar."))
            if self.registered and began.earliest() > self.registered:
                words = _("La explotación no puede empezar después del día en que se registró el caso.")
                self.add_error("exploited_from", words)
        return data

    def told(self) -> given.TraffickingFacts:
        """What was told."""
        data = self.cleaned_data
        transit = [data.get("transit_country", ""), data.get("other_transit_country", ""), *self.kept[2:]]
        plain = (
            "recruitment_country", "recruitment_area", "exploitation_country", "exploitation_area", "relationship",
        )  # fmt: skip
        return given.TraffickingFacts(
            **{name: data.get(name) or "" for name in plain},
            exploited_from=iso(data.get("exploited_from")),
            exploited_until=iso(data.get("exploited_until")),
            industries=tuple(data.get("industries", ())),
            transit_countries=tuple(dict.fromkeys(one for one in transit if one)),
        )

    @staticmethod
    def start(told: given.TraffickingFacts) -> dict[str, Any]:
        """Initial values."""
        transit = [*told.transit_countries[:2], "", ""]
        return {
            "recruitment_country": told.recruitment_country,
            "recruitment_area": area_words(told.recruitment_area),
            "exploitation_country": told.exploitation_country,
            "exploitation_area": area_words(told.exploitation_area),
            "exploited_from": told.exploited_from,
            "exploited_until": told.exploited_until,
            "relationship": told.relationship,
            "industries": list(told.industries),
            "transit_country": transit[0],
            "other_transit_country": transit[1],
        }


class EditFacts(EditForm, FactsForm):
    """Where and when, of a case on file."""


class AssertForm(EditForm):
    """A status, who determined it, when, on what basis. It never replaces an older one: it stands after it."""

    status = one_of(
        "trafficking_status",
        _l("¿Qué condición se determinó?"),
        required=True,
        error_messages={"required": _l("Elija la condición que se determinó.")},
    )
    decided_by_kind = one_of(
        "decision_making_org",
        _l("¿Quién la determinó?"),
        required=True,
        error_messages={"required": _l("Elija quién la determinó.")},
    )
    decided_by = Text(label=_l("Nombre de la institución"), most=200)
    decided_on = PartialField(
        label=_l("¿Cuándo?"), help_text=_l("Si no se sabe el día, basta el mes o el año.")
    )
    basis = Text(
        label=_l("¿En qué se basa?"),
        most=texts.LONG,
        lines=True,
        required=True,
        help_text=_l("Entrevista, resolución, informe: en una o dos frases."),
        error_messages={"required": _l("Escriba en qué se basa.")},
    )

    def told(self) -> given.NewAssertion:
        """The assertion."""
        data = self.cleaned_data
        plain = {name: data.get(name, "") for name in ("status", "decided_by_kind", "decided_by", "basis")}
        return given.NewAssertion(**plain, decided_on=iso(data.get("decided_on")))


class StoryForm(CaseForm):
    """What she told, in the words of who listens; kept as the first note."""

    note = Text(
        label=_l("¿Qué contó?"),
        most=texts.STORY,
        lines=True,
        rows=10,
        help_text=_l("Solo lo necesario y con sus palabras. No hace falta que lo cuente todo hoy."),
    )

    def told(self) -> str:
        """The text."""
        return str(self.cleaned_data.get("note", ""))
