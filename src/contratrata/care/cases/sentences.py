"""A consent said as a sentence, whole and in brief."""

import dataclasses
import datetime as dt
import re
import uuid
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from contratrata.ground.base import clock
from contratrata.ground.base.answers import Answer
from contratrata.ground.base.partial import PartialDate
from contratrata.ground.base.statements import objects_of
from contratrata.ground.codes.public import vocabulary
from contratrata.ground.network.public import organisation_names

from .models import Case, Consent
from .sections import word_of

#: A label that is a list itself.
_AND = re.compile(r"[,;]|\b(?:y|e|and)\b")


@dataclasses.dataclass(frozen=True, slots=True)
class ConsentLine:
    """One consent as the page shows it. `over`: withdrawn or past."""

    consent: Consent
    sentence: SafeString
    how: str
    explained: list[tuple[str, str]]
    over: bool
    ended: str
    reason: str = ""


def listed(words: Sequence[str]) -> str:
    """`a, b y c`; `a y b; c` where one of them is itself made of several."""
    if len(words) < 2:
        return "".join(words)
    if any(_AND.search(word) for word in words):
        return "; ".join(words)
    return _("%(many)s y %(last)s") % {"many": ", ".join(words[:-1]), "last": words[-1]}


def _labels(key: str, codes: Iterable[str]) -> str:
    known = vocabulary(key)
    return listed([small(known.label(code)) for code in codes if known.has(code)])


def small(label: str) -> str:
    """A label inside a sentence; an abbreviation stays as it is."""
    return label if label[:2].isupper() else label[:1].lower() + label[1:]


def sentence(values: Any, *, organisation: str, recipient: str) -> SafeString:
    """The sentence a consent is. `told`: a `Consent` or a `given.NewConsent`; the chosen parts stand in bold."""
    until: dt.date | None = values.until
    end = (
        format_html(_("hasta el <b>{}</b>"), PartialDate.of(until).words())
        if until
        else _("hasta que lo retire")
    )
    if values.purpose != "referral":
        what = word_of("consent_purpose", values.purpose)
        words = _("La persona permite que <b>{}</b> use sus datos para <b>{}</b>, {}.")
        return format_html(words, organisation, small(what), end)
    parts, aims = _labels("file_part", values.parts), _labels("service_kind", values.aims)
    if values.legal_duty:
        words = _(
            "Por deber legal, sin consentimiento, <b>{}</b> comparte <b>{}</b> con <b>{}</b> para <b>{}</b>."
        )
        return format_html(words, organisation, parts, recipient, aims)
    words = _("La persona permite que <b>{}</b> comparta <b>{}</b> con <b>{}</b> para <b>{}</b>, {}.")
    return format_html(words, organisation, parts, recipient, aims, end)


def how_words(values: Any, witness: str) -> str:
    """Who gave it and how."""
    parts = [word_of("consent_giver", values.given_by), word_of("consent_means", values.means)]
    if witness:
        parts.append(_("Testigo: %s") % witness)
    return ". ".join(part for part in parts if part)


def told_words(consent: Any) -> list[tuple[str, str]]:
    """The seven questions with their answers, three-valued."""
    result = []
    for term in vocabulary("consent_question").terms():
        words = (
            Answer.YES
            if term.code in consent.told_yes
            else Answer.NO
            if term.code in consent.told_no
            else Answer.UNKNOWN
        )
        result.append((term.label.here(), str(words.label)))
    return result


def consent_lines(rows: Iterable[Consent], *, organisation: str, sealer: Any) -> list[ConsentLine]:
    """The consents of a case as sentences; one query for the names."""
    rows = list(rows)
    names = organisation_names({row.recipient_id for row in rows if row.recipient_id})
    return [_sentence(row, organisation, names, sealer) for row in rows]


def _sentence(row: Consent, organisation: str, names: dict[uuid.UUID, str], sealer: Any) -> ConsentLine:
    texts = row.open(sealer) if sealer else {"witness": "", "reason": ""}
    past = row.until is not None and row.until < clock.today()
    ended = ""
    if row.withdrawn_at:
        ended = _("Retirado el %s.") % PartialDate.of(row.withdrawn_at).words()
    elif past and row.until:
        ended = _("Venció el %s.") % PartialDate.of(row.until).words()
    recipient = names.get(row.recipient_id, "") if row.recipient_id else ""
    return ConsentLine(
        row,
        sentence(row, organisation=organisation, recipient=recipient),
        how_words(row, texts["witness"]),
        told_words(row) if row.told_yes or row.told_no else [],
        bool(ended),
        ended,
        texts["reason"],
    )


class Brief(NamedTuple):
    """What she permits for one purpose, in a word; `over`: she said no to what she had permitted."""

    purpose: str
    said: str
    over: bool = False


def brief(case: Case) -> list[Brief]:
    """What she permits now, a purpose a line: `Atención: sí`. Sharing is asked each time.

    What she took back is told with its day, and that care was never asked: a colleague must know both.
    """
    asked = objects_of(Consent, "at", "id", case_id=case.id, legal_duty=False)
    rows = [row for row in asked if row.purpose != "referral"]
    last = {row.purpose: row for row in rows if not row.withdrawn_at}
    gone = {row.purpose: row for row in rows if row.withdrawn_at}
    lines = []
    for term in vocabulary("consent_purpose").terms():
        label, held, taken = term.label.here(), last.get(term.code), gone.get(term.code)
        if term.code == "referral":
            lines.append(Brief(label, _("se pregunta cada vez")))
        elif held and (held.until is None or held.until >= clock.today()):
            lines.append(Brief(label, _("sí")))
        elif held and held.until:
            lines.append(Brief(label, _("venció el %s") % PartialDate.of(held.until).words(), over=True))
        elif taken and taken.withdrawn_at:
            day = PartialDate.of(taken.withdrawn_at).words()
            lines.append(Brief(label, _("lo retiró el %s") % day, over=True))
        elif term.code == "assistance":
            lines.append(Brief(label, _("todavía no se le ha preguntado")))
    return lines
