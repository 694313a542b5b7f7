"""Whether what is told can be so: codes that exist, dates in order, ages that agree. Raises `DomainError`."""

import dataclasses
import datetime as dt
from collections.abc import Iterable

from django.utils.translation import gettext as _

from contratrata.ground.base import clock
from contratrata.ground.base.answers import Answer
from contratrata.ground.base.errors import DomainError
from contratrata.ground.base.partial import Age, PartialDate, UnreadableDate, age_range
from contratrata.ground.base.texts import LINE, LONG, STORY, clean, required
from contratrata.ground.codes.public import UnknownCode, area, country, vocabulary

from . import given

#: The vocabularies that may be answered code by code.
ANSWERED = (
    "act",
    "means",
    "purpose",
    "method_of_recruitment",
    "method_of_control",
    "type_of_exploitation",
    "sexual_exploitation_type",
    "perpetrator_role",
    "platform",
    "vulnerability",
)
OLDEST = 120
#: A legal duty is explained in a sentence, not in a word.
LEAST_REASON = 15


def code(key: str, value: str, *, field: str) -> str:
    """The code when the vocabulary has it, "" when nothing is told. Raises `DomainError`."""
    if value and not vocabulary(key).has(value):
        raise DomainError(_("Elija una opción de la lista."), field=field)
    return value


def codes(key: str, values: Iterable[str], *, field: str) -> tuple[str, ...]:
    """The codes, each once."""
    return tuple(dict.fromkeys(code(key, value, field=field) for value in values if value))


def country_code(value: str, *, field: str) -> str:
    """The alpha-3 code when there is such a country."""
    if value:
        try:
            country(value)
        except (UnknownCode, KeyError):
            raise DomainError(_("Elija un país de la lista."), field=field) from None
    return value


def area_code(value: str, within: str, *, field: str) -> str:
    """The ISO 3166-2 code when it lies in the country."""
    if not value:
        return ""
    try:
        found = area(value)
    except (UnknownCode, KeyError):
        raise DomainError(_("Elija un lugar de la lista."), field=field) from None
    if within and found.country != within:
        raise DomainError(_("Ese lugar no está en el país elegido."), field=field)
    return value


def partial_date(value: str, *, field: str, future: bool = False) -> PartialDate | None:
    """The date to its precision. Raises `DomainError` when unreadable, or wholly in the future."""
    if not value.strip():
        return None
    try:
        found = PartialDate.parse(value)
    except UnreadableDate:
        raise DomainError(
            _("Escriba una fecha que exista: solo el año, mes y año, o día, mes y año."), field=field
        ) from None
    if not future and found.earliest() > clock.today():
        raise DomainError(_("La fecha no puede ser futura."), field=field)
    if found.latest().year < clock.today().year - OLDEST:
        raise DomainError(_("Revise el año: hace más de %(years)d años.") % {"years": OLDEST}, field=field)
    return found


def past_day(value: dt.date | None, *, field: str) -> dt.date | None:
    """A day that is not in the future."""
    if value is not None and value > clock.today():
        raise DomainError(_("La fecha no puede ser futura."), field=field)
    return value


def person(told: given.PersonFacts) -> given.PersonFacts:
    """The facts with every code checked."""
    if told.age_years is not None and not 0 <= told.age_years <= OLDEST:
        raise DomainError(_("La edad va de 0 a %(most)d años.") % {"most": OLDEST}, field="age_years")
    return dataclasses.replace(
        told,
        sex=code("sex", told.sex, field="sex"),
        gender=code("gender", told.gender, field="gender"),
        citizenships=tuple(
            dict.fromkeys(country_code(one, field="citizenships") for one in told.citizenships if one)
        ),
        languages=codes("language", told.languages, field="languages"),
        marital_status=code("marital_status", told.marital_status, field="marital_status"),
        education=code("education_level", told.education, field="education"),
        age_on=past_day(told.age_on, field="age_on"),
    )


def identity(told: given.IdentityTexts) -> given.IdentityTexts:
    """The texts cleaned; the birth date as ISO text to its precision."""
    names = {
        field: clean(getattr(told, field), field=field, most=100)
        for field in ("given_names", "first_surname", "second_surname", "chosen_name")
    }
    birth = partial_date(told.birth_date, field="birth_date")
    return given.IdentityTexts(
        **names,
        alias=clean(told.alias, field="alias", most=500, lines=True),
        birth_date=str(birth) if birth else "",
        documents=_documents(told.documents),
    )


def _documents(told: str) -> str:
    kept = []
    for line in clean(told, field="documents", most=1_000, lines=True).split("\n"):
        if not line:
            continue
        kind, _bar, rest = line.partition("|")
        where, bar, number = rest.partition("|")
        if not bar or not number.strip():
            raise DomainError(_("Escriba el número del documento."), field="documents")
        code("document_kind", kind, field="documents")
        country_code(where, field="documents")
        kept.append(f"{kind}|{where}|{number.strip()}")
    return "\n".join(kept)


def contact(told: given.ContactTexts) -> given.ContactTexts:
    """The texts cleaned, the channels checked."""
    channels = codes("contact_channel", told.contact_channel.split(), field="contact_channel")
    rest = {
        field: clean(getattr(told, field), field=field, most=500, lines=True)
        for field in ("contact_detail", "contact_when", "contact_word", "contact_avoid", "address")
    }
    return given.ContactTexts(contact_channel="\n".join(channels), **rest)


def arrival(told: given.Arrival) -> given.Arrival:
    """Codes and places checked."""
    return given.Arrival(
        arrival_channel=code("arrival_channel", told.arrival_channel, field="arrival_channel"),
        arrived_on=past_day(told.arrived_on, field="arrived_on"),
        country=country_code(told.country, field="country"),
        area=area_code(told.area, told.country, field="area"),
    )


def trafficking(told: given.TraffickingFacts, registered: dt.date | None = None) -> given.TraffickingFacts:
    """Places and codes checked; exploitation begins before it ends, and not after the case was registered."""
    began = partial_date(told.exploited_from, field="exploited_from")
    ended = partial_date(told.exploited_until, field="exploited_until")
    if began and ended and ended.surely_before(began):
        raise DomainError(_("La explotación no puede terminar antes de empezar."), field="exploited_until")
    if began and registered and began.earliest() > registered:
        raise DomainError(
            _("La explotación no puede empezar después del día en que se registró el caso."),
            field="exploited_from",
        )
    return given.TraffickingFacts(
        recruitment_country=country_code(told.recruitment_country, field="recruitment_country"),
        recruitment_area=area_code(told.recruitment_area, told.recruitment_country, field="recruitment_area"),
        exploitation_country=country_code(told.exploitation_country, field="exploitation_country"),
        exploitation_area=area_code(
            told.exploitation_area, told.exploitation_country, field="exploitation_area"
        ),
        exploited_from=str(began) if began else "",
        exploited_until=str(ended) if ended else "",
        relationship=code("relationship_to_trafficker", told.relationship, field="relationship"),
        industries=codes("labour_industry", told.industries, field="industries"),
        transit_countries=tuple(
            country_code(one, field="transit_countries") for one in told.transit_countries if one
        ),
    )


def answers(told: given.Answers) -> dict[str, dict[str, bool]]:
    """Answers by vocabulary and code, each code checked."""
    found: dict[str, dict[str, bool]] = {}
    for key, by_code in told.items():
        if key not in ANSWERED:
            raise DomainError(_("Elija una opción de la lista."), field=key)
        found[key] = {code(key, one, field=key): said for one, said in by_code.items() if one}
    return found


def assertion(told: given.NewAssertion) -> given.NewAssertion:
    """A status with its author; the date not in the future."""
    if not told.status or not told.decided_by_kind:
        raise DomainError(
            _("Diga qué condición se determinó y quién la determinó."),
            field="decided_by_kind" if told.status else "status",
        )
    on = partial_date(told.decided_on, field="decided_on")
    return given.NewAssertion(
        status=code("trafficking_status", told.status, field="status"),
        decided_by_kind=code("decision_making_org", told.decided_by_kind, field="decided_by_kind"),
        decided_by=clean(told.decided_by, field="decided_by", most=LINE),
        decided_on=str(on) if on else "",
        basis=clean(told.basis, field="basis", most=LONG, lines=True),
    )


def need(told: given.NewNeed) -> given.NewNeed:
    """A need of the list."""
    if not told.kind:
        raise DomainError(_("Elija qué necesita."), field="kind")
    return given.NewNeed(
        kind=code("service_kind", told.kind, field="kind"),
        urgency=code("urgency", told.urgency, field="urgency"),
    )


def step(told: given.NewStep) -> given.NewStep:
    """A next step that says what."""
    what = required(told.what, field="what", message=_("Escriba qué hay que hacer."), most=LINE)
    return dataclasses.replace(told, what=" ".join(what.split()))


def note(text: str) -> str:
    """A note that says something."""
    return required(text, field="text", message=_("Escriba la nota."), most=STORY)


def consent(told: given.NewConsent, *, minor: Answer) -> given.NewConsent:
    """A permission whose sentence is whole (domain: consent). `minor`: whether she is under 18 today.

    A child: guardian and her own assent. A legal duty stands without consent, with a written reason.
    """
    if not told.purpose:
        raise DomainError(_("Diga para qué consiente."), field="purpose")
    code("consent_purpose", told.purpose, field="purpose")
    if told.purpose == "referral":
        _referral(told)
    if told.legal_duty:
        why = _("Escriba en una frase qué deber legal o peligro lo exige.")
        reason = required(told.reason, field="reason", message=why, least=LEAST_REASON)
    else:
        reason = clean(told.reason, field="reason", most=LONG, lines=True)
        _given(told, minor)
    if told.given_at and told.given_at > clock.now() + dt.timedelta(minutes=5):
        raise DomainError(_("La fecha no puede ser futura."), field="given_at")
    if told.until and told.until < clock.today():
        raise DomainError(_("Esta fecha ya pasó: el consentimiento nacería vencido."), field="until")
    yes = codes("consent_question", told.told_yes, field="told")
    no = codes("consent_question", told.told_no, field="told")
    if set(yes) & set(no):
        raise DomainError(_("Una pregunta no puede tener dos respuestas."), field="told")
    return dataclasses.replace(
        told,
        aims=codes("service_kind", told.aims, field="aims"),
        parts=codes("file_part", told.parts, field="parts"),
        witness=clean(told.witness, field="witness", most=LINE),
        told_yes=yes,
        told_no=no,
        reason=reason,
    )


def _referral(told: given.NewConsent) -> None:
    if told.recipient_id is None:
        raise DomainError(_("Diga con qué organización se comparte."), field="recipient_id")
    if not told.parts:
        raise DomainError(_("Elija al menos una parte del expediente."), field="parts")
    if not told.aims:
        raise DomainError(_("Diga para qué servicio se comparte."), field="aims")


def _given(told: given.NewConsent, minor: Answer) -> None:
    if not told.given_by:
        raise DomainError(_("Diga quién consiente."), field="given_by")
    code("consent_giver", told.given_by, field="given_by")
    if minor is Answer.YES and told.given_by != "person_and_guardian":
        raise DomainError(
            _("Es menor de 18 años: consienten quien la representa y también ella."),
            field="given_by",
        )
    if not told.means:
        raise DomainError(_("Diga cómo consintió."), field="means")
    code("consent_means", told.means, field="means")
    if told.means == "verbal_with_witness" and not told.witness.strip():
        raise DomainError(_("Escriba quién fue testigo."), field="witness")


def age_today(
    birth_date: str, years: int | None, on: dt.date | None, *, estimated: bool = False
) -> Age | None:
    """The age today from the birth date if there is one, else from the age that was told on a day."""
    return age_at(clock.today(), birth_date, years, on, estimated=estimated)


def age_at(
    day: dt.date | PartialDate,
    birth_date: str,
    years: int | None,
    on: dt.date | None,
    *,
    estimated: bool = False,
) -> Age | None:
    """The age on another day; None when nothing tells it."""
    if birth_date:
        return age_range(PartialDate.parse(birth_date), day)
    if years is None:
        return None
    return Age(years, years, estimated).at(on or clock.today(), day)


def counted(told: given.PersonFacts, birth_date: str, on: dt.date) -> tuple[int | None, dt.date | None, bool]:
    """Age in years, the day it holds for, whether estimated: as `Person` keeps it.

    A birth date wins; one known to the year or month gives the lower age, marked as estimated. Raises
    `DomainError` when the age told cannot be that of the birth date.
    """
    born = age_range(PartialDate.parse(birth_date), on) if birth_date else None
    if told.age_years is None:
        return (born.low, on, born.low != born.high) if born else (None, None, False)
    since = told.age_on or on
    if born is None:
        return told.age_years, since, told.age_estimated
    then = age_range(PartialDate.parse(birth_date), since)
    # Who estimates an age may be wrong by some years.
    grace = 3 if told.age_estimated else 0
    if then is None or not then.low - grace <= told.age_years <= then.high + grace:
        raise DomainError(
            _("La edad (%(age)d) no corresponde a la fecha de nacimiento: revise una de las dos.")
            % {"age": told.age_years},
            field="age_years",
        )
    return (
        (told.age_years, since, False)
        if born.low != born.high and not told.age_estimated
        else (born.low, on, born.low != born.high)
    )
