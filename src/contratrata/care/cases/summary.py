"""The file told as a paragraph before it is a table, from codes; and the elements of trafficking it holds.

The paragraph names nobody: it may be read over a shoulder. What is not known is left out, not guessed.
"""

import dataclasses
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from contratrata.ground.base import clock
from contratrata.ground.base.answers import Answer
from contratrata.ground.base.partial import Age, PartialDate
from contratrata.ground.codes.public import country_name, vocabulary

from . import checks, elements
from .models import Answered, Case, Need, StatusAssertion, Trafficking
from .sections import date_words, place_words

_ROOM = {
    "acts": "act",
    "means": "means",
    "purposes": "purpose",
    "methods_of_recruitment": "method_of_recruitment",
    "methods_of_control": "method_of_control",
    "types_of_exploitation": "type_of_exploitation",
    "sexual_exploitation_types": "sexual_exploitation_type",
}


@dataclasses.dataclass(frozen=True, slots=True)
class Told:
    """What the summary and the elements are made of. `birth_date`: opened by the caller, or ""."""

    case: Case
    birth_date: str
    answers: Mapping[str, Mapping[str, bool]]
    trafficking: Trafficking | None
    needs: tuple[str, ...]
    assertion: StatusAssertion | None

    @property
    def age_now(self) -> Age | None:
        """The age today."""
        person = self.case.person
        return checks.age_today(
            self.birth_date, person.age_years, person.age_on, estimated=person.age_estimated
        )

    @property
    def age_then(self) -> Age | None:
        """The age when the exploitation began; when that is not known, when she came; else on registration.

        Whoever is a child today was one then: the youngest day that is known counts.
        """
        person = self.case.person
        began = self.trafficking.exploited_from if self.trafficking else ""
        day = (
            PartialDate.parse(began)
            if began
            else self.case.arrived_on or clock.day_of(self.case.registered_at)
        )
        return checks.age_at(
            day, self.birth_date, person.age_years, person.age_on, estimated=person.age_estimated
        )


def gather(case: Case, birth_date: str = "") -> Told:
    """Read what is needed, with four queries. `case.person` must be loaded."""
    answers: dict[str, dict[str, bool]] = {}
    for key, code, yes in Answered.objects.filter(case=case).values_list("vocabulary", "code", "yes"):
        answers.setdefault(key, {})[code] = yes
    return Told(
        case=case,
        birth_date=birth_date,
        answers=answers,
        trafficking=Trafficking.objects.filter(case=case).first(),
        needs=tuple(
            Need.objects.filter(case=case, state=Need.State.OPEN)
            .order_by("at", "kind")
            .values_list("kind", flat=True)
        ),
        assertion=StatusAssertion.objects.filter(case=case).order_by("-at", "id").first(),
    )


def elements_of(told: Told) -> elements.Elements:
    """Which elements of trafficking the answers show, and why."""
    rooms: dict[str, Any] = {
        room: {code: Answer.of(yes) for code, yes in told.answers.get(key, {}).items()}
        for room, key in _ROOM.items()
    }
    return elements.compute(elements.Facts(**rooms, age=told.age_then))


def paragraph(told: Told) -> str:
    """Two to five sentences in the active language."""
    sentences = [_who(told), _recruited(told), _exploited(told), _needs(told), _status(told)]
    return " ".join(sentence for sentence in sentences if sentence)


def _who(told: Told) -> str:
    person, age = told.case.person, told.age_now
    minor = age is not None and age.is_minor is Answer.YES
    noun = {
        ("female", False): pgettext("person", "Mujer"),
        ("female", True): pgettext("person", "Niña o adolescente"),
        ("male", False): pgettext("person", "Hombre"),
        ("male", True): pgettext("person", "Niño o adolescente"),
    }.get((person.sex, minor), _("Persona"))
    if age is not None:
        noun = _("%(noun)s de %(age)s") % {"noun": noun, "age": age.words()}
    if person.citizenships:
        where = _and([country_name(one) for one in person.citizenships])
        noun = _("%(noun)s, con nacionalidad de %(countries)s") % {"noun": noun, "countries": where}
    arrived, channel = told.case.arrived_on, told.case.arrival_channel
    if channel and arrived:
        return _("%(noun)s. Llegó el %(date)s (%(channel)s).") % {
            "noun": noun,
            "date": PartialDate.of(arrived).words(),
            "channel": _small(vocabulary("arrival_channel").label(channel)),
        }
    if channel:
        how = _small(vocabulary("arrival_channel").label(channel))
        return _("%(noun)s. Cómo llegó: %(channel)s.") % {"noun": noun, "channel": how}
    return _("%(noun)s.") % {"noun": noun}


def _recruited(told: Told) -> str:
    how = _yes(told, "method_of_recruitment")
    where = told.trafficking
    place = place_words(where.recruitment_country, where.recruitment_area) if where else ""
    if how and place:
        return _("Captación: %(how)s, en %(place)s.") % {"how": how, "place": place}
    if how:
        return _("Captación: %(how)s.") % {"how": how}
    return _("Captación en %(place)s.") % {"place": place} if place else ""


def _exploited(told: Told) -> str:
    forms = _yes(told, "type_of_exploitation") or _yes(told, "purpose")
    where = told.trafficking
    place = place_words(where.exploitation_country, where.exploitation_area) if where else ""
    parts = [forms or (_("explotación") if place else "")]
    if place:
        parts.append(_("en %(place)s") % {"place": place})
    if where and where.exploited_from and where.exploited_until:
        parts.append(
            _("desde %(from)s hasta %(until)s")
            % {"from": date_words(where.exploited_from), "until": date_words(where.exploited_until)}
        )
    elif where and where.exploited_from:
        parts.append(_("desde %(from)s") % {"from": date_words(where.exploited_from)})
    said = " ".join(filter(None, parts))
    control = _yes(told, "method_of_control")
    sentences = [_("Se registró %(what)s.") % {"what": said}] if said else []
    if control:
        sentences.append(_("Formas de control: %(control)s.") % {"control": control})
    return " ".join(sentences)


def _needs(told: Told) -> str:
    if not told.needs:
        return ""
    return _("Necesita %(needs)s.") % {
        "needs": _and([_small(vocabulary("service_kind").label(kind)) for kind in told.needs])
    }


def _status(told: Told) -> str:
    last = told.assertion
    if last is None:
        return _("Nadie ha determinado todavía su condición respecto de la trata.")
    return _("Condición: %(status)s, según %(who)s.") % {
        "status": _small(vocabulary("trafficking_status").label(last.status)),
        "who": last.decided_by or _small(vocabulary("decision_making_org").label(last.decided_by_kind)),
    }


def _yes(told: Told, key: str) -> str:
    said = told.answers.get(key, {})
    return _and([_small(term.label.here()) for term in vocabulary(key) if said.get(term.code)])


def _and(words: list[str]) -> str:
    if len(words) < 2:
        return "".join(words)
    return _("%(many)s y %(last)s") % {"many": ", ".join(words[:-1]), "last": words[-1]}


def _small(label: str) -> str:
    """A label inside a sentence: small first letter, unless it is an abbreviation (ONG)."""
    return label if label[:2].isupper() else label[:1].lower() + label[1:]
