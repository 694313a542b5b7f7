"""The parts of a file as somebody else will read them: what a referral shares and a receiver takes up.

A section holds lines of words in the sender's language, and beside them the codes they were made of, so that
the receiver's own case can be opened from it without reading words.
"""

import dataclasses
import datetime as dt
import json
import uuid
from collections.abc import Iterable
from typing import Any, Self

from django.utils.translation import gettext as _

from contratrata.ground.base import clock
from contratrata.ground.base.partial import PartialDate
from contratrata.ground.base.statements import objects_of
from contratrata.ground.base.texts import STORY
from contratrata.ground.codes.public import area_name, country_name, vocabulary
from contratrata.ground.kinds.public import Values
from contratrata.ground.vault.public import Sealer

from .counting import age_band
from .file.questions import FILE, QUESTION_PARTS
from .file.values import age_of, part_lines, read_values
from .inputs import NewAssertion, NewCase, NewNeed
from .models import Case, Identity, Need, Note, StatusAssertion

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
        values = json.loads(text)
        lines = tuple((label, answer) for label, answer in values["lines"])
        return cls(values["part"], values["title"], lines, values.get("data", {}))


def file_sections(case: Case, parts: Iterable[str], sealer: Sealer) -> list[Section]:
    """The sections of these parts, in the order of the vocabulary; only `PARTS` can be given.

    `case.person` must be loaded. A part on which nothing is recorded has no lines.
    """
    wanted = set(parts) & set(PARTS)
    values = read_values(case, sealer, Identity.objects.get(person_id=case.person_id).open(sealer))
    return [
        _section(term.code, case, values, sealer) for term in vocabulary("file_part") if term.code in wanted
    ]


def _section(part: str, case: Case, values: Values, sealer: Sealer) -> Section:
    title = vocabulary("file_part").label(part)
    if part == "needs":
        return Section(part, title, *_needs(case))
    if part == "narrative":
        return Section(part, title, *_narrative(case, sealer))
    lines = part_lines(part, values, case.person)
    texts = {fact.name: fact.kind.to_text(values[fact.name]) for fact in FILE.of_part(part)}
    data: dict[str, Any] = {"values": {name: text for name, text in texts.items() if text}}
    if part == "profile" and (age := age_of(values, case.person)):
        estimated = age.estimated or age.low != age.high
        data["values"] |= {"age_years": str(age.low), "age_estimated": "yes" if estimated else ""}
        data["age_on"] = clock.today().isoformat()
    if part == "trafficking" and (last := _assertion(case)):
        lines.append((_("Condición determinada"), _assertion_words(last, sealer)))
        data["assertion"] = {
            name: getattr(last, name) for name in ("status", "decided_by_kind", "decided_on")
        }
        data["assertion"] |= {"decided_by": authority_of(last, sealer)}
    return Section(part, title, tuple(lines), data)


def _assertion(case: Case) -> StatusAssertion | None:
    return next(iter(objects_of(StatusAssertion, "-at", "id", case_id=case.id)), None)


def _assertion_words(last: StatusAssertion, sealer: Sealer) -> str:
    status = word_of("trafficking_status", last.status)
    return _("%(status)s, según %(who)s") % {"status": status, "who": who_decided(last, sealer)}


def authority_of(row: StatusAssertion, sealer: Sealer | None) -> str:
    """The name of who asserted a status; "" where none was given or the file is shut."""
    return (row.open(sealer, "authority")["authority"] if sealer else "") or row.decided_by


def who_decided(row: StatusAssertion, sealer: Sealer | None) -> str:
    """Who asserted a status, by name or else by the kind of body."""
    return authority_of(row, sealer) or word_of("decision_making_org", row.decided_by_kind)


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


def _needs(case: Case) -> tuple[Lines, dict[str, Any]]:
    rows = objects_of(Need, "at", "kind", case_id=case.id, state=Need.State.OPEN)
    lines = tuple(
        (word_of("service_kind", row.kind), word_of("urgency", row.urgency) or _("Sin plazo fijado"))
        for row in rows
    )
    return lines, {"needs": [[row.kind, row.urgency] for row in rows]}


def _narrative(case: Case, sealer: Sealer) -> tuple[Lines, dict[str, Any]]:
    notes = list(Note.objects.filter(case=case).order_by("at", "id"))
    amended = {note.amends_id for note in notes}
    values = [(note, note.open(sealer)["text"]) for note in notes if note.id not in amended]
    lines = tuple((PartialDate.of(note.at).words(), text) for note, text in values)
    return lines, {"notes": [text for _note, text in values]}


#: The parts of a file that can be shared: those made of questions, what she needs and what she told.
PARTS: tuple[str, ...] = (*QUESTION_PARTS, "needs", "narrative")


def taken_up(sections: Iterable[Section], *, responsible_id: uuid.UUID | None = None) -> NewCase:
    """The case that a receiver opens from what was shared with it (unsaved); parts not shared stay empty."""
    data = {section.part: shared_data(section) for section in sections}
    texts = {name: text for part in data.values() for name, text in part.get("values", {}).items()}
    values: dict[str, Any] = {
        fact.name: fact.kind.from_text(texts[fact.name]) for fact in FILE.facts if fact.name in texts
    }
    known_on = data.get("profile", {}).get("age_on")
    if values.get("birth_date"):
        values.pop("age_years", None)  # the birth date tells it, and goes on telling it
    content = data.get("trafficking", {}).get("assertion")
    copied = [name for name, value in values.items() if not FILE.fact(name).kind.is_empty(value)]
    note = "\n\n".join(data.get("narrative", {}).get("notes", []))[:STORY]
    copied += [mark for mark, came in ((Case.STATUS, content), (Case.STORY, note)) if came]
    return NewCase(
        values={**values, "arrival_channel": "network_referral", "arrived_on": clock.today()},
        age_on=dt.date.fromisoformat(known_on) if known_on and "age_years" in values else None,
        assertion=NewAssertion(**content) if content else None,
        needs=tuple(
            NewNeed(kind=kind, urgency=urgency) for kind, urgency in data.get("needs", {}).get("needs", [])
        ),
        note=note,
        responsible_id=responsible_id,
        copied=tuple(copied),
    )


def outline(profile: Section) -> dict[str, Any]:
    """What of a profile says who to prepare for and not who she is: the band of her age, her nationalities."""
    values = shared_data(profile).get("values", {})
    years = values.get("age_years", "")
    countries = FILE.fact("citizenships").kind.from_text(values.get("citizenships", ""))
    return {"age_band": age_band(int(years) if years else None), "countries": list(countries)}


def outline_lines(data: dict[str, Any]) -> list[tuple[str, str]]:
    """The same in words."""
    countries = ", ".join(country_name(code) for code in data["countries"])
    lines = [(_("Edad aproximada"), word_of("age_band", data["age_band"])), (_("Nacionalidad"), countries)]
    return [line for line in lines if line[1]]


def shared_data(section: Section) -> dict[str, Any]:
    """The data of a section; those sealed before the questions were data are brought to the shape of today."""
    old = section.data
    if "values" in old or section.part not in QUESTION_PARTS:
        return old
    stored: dict[str, Any] = {name: old[name] for name in ("age_on", "assertion") if name in old}
    plain = {**old, **old.get("where", {}), **old.get("answers", {})}
    for place in ("recruitment", "exploitation"):
        where = f"{plain.pop(f'{place}_country', '')} {plain.pop(f'{place}_area', '')}".rstrip()
        plain |= {place: where} if where else {}
    names = {fact.name for fact in FILE.facts}
    return {**stored, "values": {name: _as_text(value) for name, value in plain.items() if name in names}}


def _as_text(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else ""
    if isinstance(value, list):
        return "\n".join(value)
    return json.dumps(value) if isinstance(value, dict) else str(value)
