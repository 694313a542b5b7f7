"""The file told as a paragraph before it is a table, from codes; and the elements of trafficking it holds.

The paragraph names nobody: it may be read over a shoulder. What is not known is left out, not guessed.
"""

import dataclasses
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from contratrata.ground.base import clock
from contratrata.ground.base.answers import Answer
from contratrata.ground.base.partial import Age, PartialDate
from contratrata.ground.base.statements import objects_of
from contratrata.ground.codes.public import country_name, vocabulary
from contratrata.ground.kinds.public import Values
from contratrata.ground.vault.public import Sealer

from . import elements
from .file.values import age_of
from .models import Case, Need, StatusAssertion
from .sections import authority_of

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
class Summary:
    """What the paragraph and the elements are made of. `values`: the answers of the file, as far as they are open."""

    case: Case
    values: Values
    needs: tuple[str, ...]
    assertion: StatusAssertion | None
    #: The name of who made it, where one was given.
    authority: str = ""

    @property
    def age_now(self) -> Age | None:
        """The age today."""
        return age_of(self.values, self.case.person)

    @property
    def age_then(self) -> Age | None:
        """The age when the exploitation began; when that is not known, when she came; else on registration.

        Whoever is a child today was one then: the youngest day that is known counts.
        """
        began = self.values.get("exploited_from")
        day = began or self.case.arrived_on or clock.day_of(self.case.registered_at)
        return age_of(self.values, self.case.person, day)


def gather(case: Case, values: Values, sealer: Sealer | None) -> Summary:
    """Read what is needed beside the answers, with two queries. `case.person` must be loaded."""
    last = next(iter(objects_of(StatusAssertion, "-at", "id", case_id=case.id)), None)
    return Summary(
        case=case,
        values=values,
        needs=tuple(
            need.kind for need in objects_of(Need, "at", "kind", case_id=case.id, state=Need.State.OPEN)
        ),
        assertion=last,
        authority=authority_of(last, sealer) if last else "",
    )


def elements_of(summary: Summary) -> elements.Elements:
    """Which elements of trafficking the answers show, and why."""
    rooms: dict[str, Any] = {
        room: {code: Answer.of(yes) for code, yes in summary.values.get(key, {}).items()}
        for room, key in _ROOM.items()
    }
    return elements.compute(elements.Facts(**rooms, age=summary.age_then))


def paragraph(summary: Summary) -> str:
    """Two to five sentences in the active language."""
    sentences = [_who(summary), _recruited(summary), _exploited(summary), _needs(summary), _status(summary)]
    return " ".join(sentence for sentence in sentences if sentence)


def _who(summary: Summary) -> str:
    person, age = summary.case.person, summary.age_now
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
    arrived, channel = summary.case.arrived_on, summary.case.arrival_channel
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


def _recruited(summary: Summary) -> str:
    how = _yes(summary, "method_of_recruitment")
    place = summary.values["recruitment"].words()
    if how and place:
        return _("Captación: %(how)s, en %(place)s.") % {"how": how, "place": place}
    if how:
        return _("Captación: %(how)s.") % {"how": how}
    return _("Captación en %(place)s.") % {"place": place} if place else ""


def _exploited(summary: Summary) -> str:
    forms = _yes(summary, "type_of_exploitation") or _yes(summary, "purpose")
    place = summary.values["exploitation"].words()
    began, ended = summary.values["exploited_from"], summary.values["exploited_until"]
    parts = [forms or (_("explotación") if place else "")]
    if place:
        parts.append(_("en %(place)s") % {"place": place})
    if began and ended:
        parts.append(_("desde %(from)s hasta %(until)s") % {"from": began.words(), "until": ended.words()})
    elif began:
        parts.append(_("desde %(from)s") % {"from": began.words()})
    sentence = " ".join(filter(None, parts))
    control = _yes(summary, "method_of_control")
    sentences = [_("Se registró %(what)s.") % {"what": sentence}] if sentence else []
    if control:
        sentences.append(_("Formas de control: %(control)s.") % {"control": control})
    return " ".join(sentences)


def _needs(summary: Summary) -> str:
    if not summary.needs:
        return ""
    return _("Necesita %(needs)s.") % {
        "needs": _and([_small(vocabulary("service_kind").label(kind)) for kind in summary.needs])
    }


def _status(summary: Summary) -> str:
    last = summary.assertion
    if last is None:
        return _("Nadie ha determinado todavía su condición respecto de la trata.")
    return _("Condición: %(status)s, según %(who)s.") % {
        "status": _small(vocabulary("trafficking_status").label(last.status)),
        "who": summary.authority or _small(vocabulary("decision_making_org").label(last.decided_by_kind)),
    }


def _yes(summary: Summary, key: str) -> str:
    words = summary.values.get(key, {})
    return _and([_small(term.label.here()) for term in vocabulary(key) if words.get(term.code)])


def _and(words: list[str]) -> str:
    if len(words) < 2:
        return "".join(words)
    return _("%(many)s y %(last)s") % {"many": ", ".join(words[:-1]), "last": words[-1]}


def _small(label: str) -> str:
    """A label inside a sentence: small first letter, unless it is an abbreviation (ONG)."""
    return label if label[:2].isupper() else label[:1].lower() + label[1:]
