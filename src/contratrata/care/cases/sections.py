"""The parts of a file as somebody else will read them: what a referral shares and a receiver takes up.

A section holds lines of words in the sender's language, and beside them the codes they were made of, so that
the receiver's own case can be opened from it without reading words.
"""

import dataclasses
import datetime as dt
import json
import uuid
from collections.abc import Callable, Iterable
from typing import Any, Self

from django.utils.translation import gettext as _

from contratrata.ground.base import clock
from contratrata.ground.base.partial import PartialDate
from contratrata.ground.base.texts import STORY
from contratrata.ground.codes.public import area_name, country_name, vocabulary
from contratrata.ground.vault.public import Sealer

from . import checks
from .given import (
    Arrival,
    ContactTexts,
    IdentityTexts,
    NewAssertion,
    NewCase,
    NewNeed,
    PersonFacts,
    TraffickingFacts,
)
from .models import Answered, Case, Identity, Need, Note, StatusAssertion, Trafficking

Lines = tuple[tuple[str, str], ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Section:
    """One part (`file_part`): its title, its lines (label, text), and the codes behind them."""

    part: str
    title: str
    lines: Lines
    data: dict[str, Any] = dataclasses.field(default_factory=dict)

    def to_json(self) -> str:
        """The text that is sealed for the receiver."""
        return json.dumps(dataclasses.asdict(self), ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """The same section again."""
        told = json.loads(text)
        lines = tuple((label, said) for label, said in told["lines"])
        return cls(told["part"], told["title"], lines, told.get("data", {}))


@dataclasses.dataclass(frozen=True, slots=True)
class _File:
    """One case opened for reading."""

    case: Case
    sealer: Sealer
    texts: dict[str, str]


def file_sections(case: Case, parts: Iterable[str], sealer: Sealer) -> list[Section]:
    """The sections of these parts, in the order of the vocabulary; only `PARTS` can be given.

    `case.person` must be loaded. A part on which nothing is recorded has no lines.
    """
    wanted = set(parts) & set(PARTS)
    opened = _File(case, sealer, Identity.objects.get(person_id=case.person_id).open(sealer))
    terms = [term.code for term in vocabulary("file_part") if term.code in wanted]
    made = []
    for part in terms:
        lines, data = PARTS[part](opened)
        kept = tuple((label, said) for label, said in lines if said)
        made.append(Section(part, vocabulary("file_part").label(part), kept, data))
    return made


def words_of(key: str, codes: Iterable[str]) -> str:
    """The words of several codes in one line."""
    return ", ".join(vocabulary(key).label(code) for code in codes if code)


def word_of(key: str, code: str) -> str:
    """The words of a code; "" when there is none."""
    return vocabulary(key).label(code) if code else ""


def date_words(text: str) -> str:
    """A partial date as read aloud; "" when there is none."""
    return PartialDate.parse(text).words() if text else ""


def place_words(country: str, area: str) -> str:
    """`Escuintla, Guatemala`."""
    return ", ".join(
        filter(None, (area_name(area) if area else "", country_name(country) if country else ""))
    )


def document_words(documents: str) -> str:
    """Each document as `Pasaporte N123 (Nicaragua)`, one a line."""
    found = []
    for line in filter(None, documents.split("\n")):
        kind, where, number = line.split("|")
        said = " ".join(filter(None, (word_of("document_kind", kind), number)))
        found.append(f"{said} ({country_name(where)})" if where else said)
    return "\n".join(found)


def _identity(file: _File) -> tuple[Lines, dict[str, Any]]:
    texts = file.texts
    names = (
        "given_names",
        "first_surname",
        "second_surname",
        "chosen_name",
        "alias",
        "birth_date",
        "documents",
    )
    lines = (
        (_("Nombres"), texts["given_names"]),
        (_("Primer apellido"), texts["first_surname"]),
        (_("Segundo apellido"), texts["second_surname"]),
        (_("Nombre que prefiere"), texts["chosen_name"]),
        (_("También conocida como"), texts["alias"]),
        (_("Fecha de nacimiento"), date_words(texts["birth_date"])),
        (_("Documentos"), document_words(texts["documents"])),
    )
    return lines, {name: texts[name] for name in names if texts[name]}


def _profile(file: _File) -> tuple[Lines, dict[str, Any]]:
    person = file.case.person
    age = checks.age_today(
        file.texts["birth_date"], person.age_years, person.age_on, estimated=person.age_estimated
    )
    lines = (
        (_("Edad"), age.words() if age else ""),
        (_("Sexo"), word_of("sex", person.sex)),
        (_("Género"), word_of("gender", person.gender)),
        (_("Nacionalidad"), ", ".join(country_name(one) for one in person.citizenships)),
        (_("Idiomas"), words_of("language", person.languages)),
        (_("Estado civil"), word_of("marital_status", person.marital_status)),
        (_("Escolaridad"), word_of("education_level", person.education)),
    )
    data = {
        "sex": person.sex,
        "gender": person.gender,
        "citizenships": list(person.citizenships),
        "languages": list(person.languages),
        "marital_status": person.marital_status,
        "education": person.education,
        "age_years": age.low if age else None,
        "age_on": clock.today().isoformat() if age else None,
        "age_estimated": bool(age and (age.estimated or age.low != age.high)),
    }
    return lines, {name: value for name, value in data.items() if value not in ("", [], None)}


def _contact(file: _File) -> tuple[Lines, dict[str, Any]]:
    texts = file.texts
    names = (
        "contact_channel",
        "contact_detail",
        "contact_when",
        "contact_word",
        "contact_avoid",
        "address",
    )
    lines = (
        (_("Por dónde"), words_of("contact_channel", texts["contact_channel"].split())),
        (_("Número o persona"), texts["contact_detail"]),
        (_("A qué horas"), texts["contact_when"]),
        (_("Con qué palabras"), texts["contact_word"]),
        (_("Qué evitar"), texts["contact_avoid"]),
        (_("Dónde vive"), texts["address"]),
    )
    return lines, {name: texts[name] for name in names if texts[name]}


def _needs(file: _File) -> tuple[Lines, dict[str, Any]]:
    rows = list(Need.objects.filter(case=file.case, state=Need.State.OPEN).order_by("at", "kind"))
    lines = tuple(
        (word_of("service_kind", row.kind), word_of("urgency", row.urgency) or _("Sin plazo fijado"))
        for row in rows
    )
    return lines, {"needs": [[row.kind, row.urgency] for row in rows]}


def _trafficking(file: _File) -> tuple[Lines, dict[str, Any]]:
    answers: dict[str, dict[str, bool]] = {}
    for row in Answered.objects.filter(case=file.case).order_by("vocabulary", "code"):
        answers.setdefault(row.vocabulary, {})[row.code] = row.yes
    lines = [
        (
            vocabulary(key).title.here(),
            words_of(key, [term.code for term in vocabulary(key) if answers[key].get(term.code)]),
        )
        for key in checks.ANSWERED
        if key in answers
    ]
    data: dict[str, Any] = {"answers": answers}
    where = Trafficking.objects.filter(case=file.case).first()
    if where is not None:
        lines += [
            (_("Lugar de captación"), place_words(where.recruitment_country, where.recruitment_area)),
            (_("Países de tránsito"), ", ".join(country_name(one) for one in where.transit_countries)),
            (_("Lugar de explotación"), place_words(where.exploitation_country, where.exploitation_area)),
            (_("Desde"), date_words(where.exploited_from)),
            (_("Hasta"), date_words(where.exploited_until)),
            (_("Relación con quien la captó"), word_of("relationship_to_trafficker", where.relationship)),
            (_("Rama de actividad"), words_of("labour_industry", where.industries)),
        ]
        names = [field.name for field in dataclasses.fields(TraffickingFacts)]
        data["where"] = {name: getattr(where, name) for name in names if getattr(where, name)}
    last = StatusAssertion.objects.filter(case=file.case).order_by("-at", "id").first()
    if last is not None:
        lines.append(
            (
                _("Condición determinada"),
                _("%(status)s, según %(who)s")
                % {
                    "status": word_of("trafficking_status", last.status),
                    "who": last.decided_by or word_of("decision_making_org", last.decided_by_kind),
                },
            )
        )
        data["assertion"] = {
            name: getattr(last, name) for name in ("status", "decided_by_kind", "decided_by", "decided_on")
        }
    return tuple(lines), data


def _narrative(file: _File) -> tuple[Lines, dict[str, Any]]:
    notes = list(Note.objects.filter(case=file.case).order_by("at", "id"))
    amended = {note.amends_id for note in notes}
    told = [(note, note.open(file.sealer)["text"]) for note in notes if note.id not in amended]
    lines = tuple((PartialDate.of(note.at).words(), text) for note, text in told)
    return lines, {"notes": [text for _note, text in told]}


#: The parts that hold something in this version, each with what it gives.
PARTS: dict[str, Callable[[_File], tuple[Lines, dict[str, Any]]]] = {
    "identity": _identity,
    "profile": _profile,
    "contact": _contact,
    "needs": _needs,
    "trafficking": _trafficking,
    "narrative": _narrative,
}


def taken_up(sections: Iterable[Section], *, responsible_id: uuid.UUID | None = None) -> NewCase:
    """The case that a receiver opens from what was shared with it (unsaved); parts not shared stay empty."""
    data = {section.part: section.data for section in sections}
    profile, trafficking = dict(data.get("profile", {})), data.get("trafficking", {})
    for name in ("citizenships", "languages"):
        profile[name] = tuple(profile.get(name, ()))
    known_on = profile.pop("age_on", None)
    if "birth_date" in data.get("identity", {}):
        profile.pop("age_years", None)  # the birth date tells it, and goes on telling it
    elif known_on:
        profile["age_on"] = dt.date.fromisoformat(known_on)
    where = dict(trafficking.get("where", {}))
    for name in ("industries", "transit_countries"):
        where[name] = tuple(where.get(name, ()))
    told = trafficking.get("assertion")
    return NewCase(
        person=PersonFacts(**profile),
        identity=IdentityTexts(**data.get("identity", {})),
        contact=ContactTexts(**data.get("contact", {})),
        arrival=Arrival(arrival_channel="network_referral", arrived_on=clock.today()),
        answers=trafficking.get("answers", {}),
        trafficking=TraffickingFacts(**where),
        assertion=NewAssertion(**told) if told else None,
        needs=tuple(
            NewNeed(kind=kind, urgency=urgency) for kind, urgency in data.get("needs", {}).get("needs", [])
        ),
        note="\n\n".join(data.get("narrative", {}).get("notes", []))[:STORY],
        responsible_id=responsible_id,
    )
