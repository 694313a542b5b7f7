"""Does this service fit this person, and why: pure comparison, no database.

Each question that was asked gives one finding: it fits, or it does not, in words a caseworker says.
"""

import dataclasses
import datetime as dt
import uuid
from collections.abc import Iterable, Sequence

from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from contratrata.ground.codes.public import area_name, country_name, sort_key, vocabulary
from contratrata.ground.ui.deadlines import moment_words

from .models import Service, ServiceArea, ServiceCapacity
from .states import ServiceState

#: A figure of places older than this counts less than a fresh one, and says so.
PLACES_OLD = dt.timedelta(days=3)
#: After this long somebody must say again that the entry is true (HSDS `assured_date`).
ASSURED_OLD = dt.timedelta(days=90)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is asked. Empty strings and None: not asked. `area` is ISO 3166-2, `age` in whole years."""

    need: str
    country: str
    area: str = ""
    age: int | None = None
    sex: str = ""
    language: str = ""
    free_only: bool = False


@dataclasses.dataclass(frozen=True, slots=True)
class Finding:
    """One sentence about one question. `worth` orders services that fit: the smaller, the better."""

    fits: bool
    words: str
    worth: int = 0


@dataclasses.dataclass(frozen=True, slots=True)
class Answer:
    """One service as an answer: why it fits, what does not, its places and how old that figure is.

    `own`: of the acting organisation. `receives`: its organisation may be sent a referral (agreement signed).
    """

    service: Service
    organisation: str
    own: bool
    receives: bool
    findings: Sequence[Finding]
    rank: tuple[object, ...]

    @property
    def fits(self) -> bool:
        """Whether nothing of what was asked speaks against it."""
        return all(finding.fits for finding in self.findings)

    @property
    def why(self) -> list[str]:
        """What speaks for it."""
        return [finding.words for finding in self.findings if finding.fits and finding.words]

    @property
    def why_not(self) -> list[str]:
        """What does not fit."""
        return [finding.words for finding in self.findings if not finding.fits]

    @property
    def id(self) -> uuid.UUID:
        """The service's id."""
        return self.service.id


def answer(
    service: Service,
    question: Question,
    *,
    areas: Sequence[ServiceArea],
    capacity: ServiceCapacity | None,
    organisation: str,
    own: bool,
    receives: bool,
    now: dt.datetime,
) -> Answer:
    """Compare one service with the question; `areas` are those it serves in the country asked for."""
    result = [
        _open(service, now),
        _place(areas, question),
        *_person(service, question),
        _language(service, question),
        _places(capacity, question, now),
    ]
    findings = [finding for finding in result if finding is not None]
    wrong = sum(not finding.fits for finding in findings)
    old = now - service.assured_at > ASSURED_OLD
    worth = tuple(finding.worth for finding in (result[-1], result[1]) if finding is not None)
    able = receives or own
    return Answer(
        service,
        organisation,
        own,
        receives,
        findings,
        (wrong, not able, *worth, old, sort_key(organisation), sort_key(service.name), str(service.id)),
    )


def ranked(answers: Iterable[Answer]) -> list[Answer]:
    """Those that fit first; then who can receive, with free places freshly told, the nearest."""
    return sorted(answers, key=lambda result: result.rank)


def _open(service: Service, now: dt.datetime) -> Finding | None:
    if service.state == ServiceState.PAUSED:
        return Finding(False, _("está en pausa"))
    today = timezone.localtime(now).date()
    shut = service.shut_until is not None or service.shut_from is not None
    begun = service.shut_from is None or service.shut_from <= today
    over = service.shut_until is not None and service.shut_until < today
    if shut and begun and not over:
        if service.shut_until is None:
            return Finding(False, _("está cerrado por ahora"))
        return Finding(
            False, _("está cerrado hasta: %(day)s") % {"day": moment_words(service.shut_until, now=now)}
        )
    return None


def _place(areas: Sequence[ServiceArea], question: Question) -> Finding:
    here = [area for area in areas if area.country == question.country]
    country = country_name(question.country)
    names = ", ".join(sorted((area_name(area.area) for area in here if area.area), key=sort_key))
    if any(not area.area for area in here):
        return Finding(True, _("atiende en todo el país (%(country)s)") % {"country": country}, 1)
    if not question.area:
        return Finding(True, _("atiende en %(areas)s") % {"areas": names}, 2)
    if any(area.area == question.area for area in here):
        return Finding(True, _("atiende en %(areas)s") % {"areas": area_name(question.area)}, 0)
    values = {"area": area_name(question.area), "areas": names}
    return Finding(False, _("fuera de %(area)s: atiende en %(areas)s") % values, 3)


def _person(service: Service, question: Question) -> list[Finding | None]:
    """Age and sex: one sentence when both fit, else one for each that does not."""
    age_fits = question.age is None or _age_fits(service, question.age)
    sex_fits = not question.sex or not service.sexes or question.sex in service.sexes
    if age_fits and sex_fits:
        return [Finding(True, _fitting_words(question))] if question.age is not None or question.sex else []
    result: list[Finding | None] = []
    if not age_fits:
        result.append(Finding(False, _("atiende %(ages)s") % {"ages": age_words(service)}))
    if not sex_fits:
        result.append(Finding(False, _("atiende solo a %(who)s") % {"who": sex_words(service.sexes)}))
    return result


def _age_fits(service: Service, age: int) -> bool:
    above = service.age_from is None or age >= service.age_from
    return above and (service.age_to is None or age <= service.age_to)


def _people(sex: str, age: int | None = None) -> str:
    """Those of a sex in the plural, girls and boys under 18."""
    young = age is not None and age < 18
    words = {
        "female": _("niñas y adolescentes mujeres") if young else _("mujeres"),
        "male": _("niños y adolescentes varones") if young else _("hombres"),
        "intersex": _("personas intersexuales"),
    }
    return words.get(sex, _("personas"))


def _fitting_words(question: Question) -> str:
    who = _people(question.sex, question.age)
    if question.age is None:
        return _("atiende a %(who)s") % {"who": who}
    years = ngettext("%(n)d año", "%(n)d años", question.age) % {"n": question.age}
    return _("atiende a %(who)s de %(years)s") % {"who": who, "years": years}


def sex_words(sexes: Sequence[str]) -> str:
    """«mujeres y personas intersexuales»; everybody when none is named."""
    return _(" y ").join(_people(sex) for sex in sexes) if sexes else _("todas las personas")


def age_words(service: Service) -> str:
    """«desde los 18 años», «de 12 a 17 años», «de cualquier edad»."""
    low, high = service.age_from, service.age_to
    if low is None and high is None:
        return _("a cualquier edad")
    if high is None:
        return _("desde los %(low)d años") % {"low": low}
    if low is None:
        return _("hasta los %(high)d años") % {"high": high}
    return _("de %(low)d a %(high)d años") % {"low": low, "high": high}


def _language(service: Service, question: Question) -> Finding | None:
    if not question.language:
        return None
    wanted = language_words([question.language])
    if question.language in service.languages:
        return Finding(True, _("habla %(language)s") % {"language": wanted})
    if not service.languages:
        return Finding(False, _("no dice si habla %(language)s") % {"language": wanted})
    values = {"language": wanted, "others": language_words(service.languages)}
    return Finding(False, _("no habla %(language)s, sino %(others)s") % values)


def language_words(codes: Sequence[str]) -> str:
    """The languages by name, in lower case as Spanish writes them."""
    languages = vocabulary("language")
    return ", ".join(_lower(languages.label(code)) for code in codes if languages.has(code))


def _lower(words: str) -> str:
    return words if (get_language() or "es").startswith("en") else words[:1].lower() + words[1:]


def capacity_of(service: Service) -> ServiceCapacity | None:
    """Its places, when it counts them (no query when loaded with the service)."""
    try:
        return service.capacity
    except ServiceCapacity.DoesNotExist:
        return None


def places_words(capacity: ServiceCapacity, now: dt.datetime) -> str:
    """«4 plazas libres, dato de hoy 08:30»: the figure and how old it is, always together."""
    free = capacity.free
    values = {"n": free, "when": moment_words(capacity.free_as_of, now=now)}
    if free == 0:
        return _("sin plazas libres, dato de %(when)s") % values
    return (
        ngettext("%(n)d plaza libre, dato de %(when)s", "%(n)d plazas libres, dato de %(when)s", free)
        % values
    )


def _places(capacity: ServiceCapacity | None, question: Question, now: dt.datetime) -> Finding:
    """Free and fresh, free but an old figure, not counted, none: in this order."""
    if capacity is None:
        words = _("no dice cuántas plazas tiene") if question.free_only else ""
        return Finding(not question.free_only, words, 2)
    words = places_words(capacity, now)
    if capacity.free == 0:
        return Finding(not question.free_only, words, 3)
    return Finding(True, words, 1 if now - capacity.free_as_of > PLACES_OLD else 0)
