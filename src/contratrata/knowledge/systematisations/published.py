"""What was published of a systematisation, and one as a document: the same for a page, for paper and for Word."""

import dataclasses
import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.db.models import Max
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from contratrata.ground.base import clock
from contratrata.ground.base.locks import one_at_a_time
from contratrata.ground.base.publishing import publishing
from contratrata.ground.base.translated import Translated
from contratrata.ground.kinds.public import Fact, Values, parts_of
from contratrata.ground.nouns.public import ties
from contratrata.ground.things.public import from_row

from .gathering import Known, Session, as_stored, event_of, from_stored, gathered
from .models import QUESTIONS, Lasting, Published, Round, Systematisation
from .outcomes import KIND
from .parts import facts_of, values_of, written_in

#: What of a part is not told outside: who of the network presented it or follows it up.
_INSIDE = frozenset({"presented_by", "keeper", "is_practice"})


class Spoken(str):
    """Words with the language in which they are written: a text that nobody translated is its original."""

    __slots__ = ("language",)
    language: str

    @classmethod
    def here(cls, words: str, language: str = "") -> "Spoken":
        """Words in a language, that of the reader where none is named."""
        created = cls(words)
        created.language = language or get_language() or "es"
        return created

    @classmethod
    def of(cls, fact: Fact, value: Any) -> "Spoken":
        """What a fact says."""
        reading = value.reading() if isinstance(value, Translated) else None
        return cls.here(reading.text, reading.language) if reading else cls.here(fact.words(value))


@dataclasses.dataclass(frozen=True, slots=True)
class Document:
    """A systematisation to be read: the cover's values, its parts by kind, what is known of the event."""

    number: int
    values: Values
    parts: Mapping[str, Sequence[Values]]
    known: Mapping[str, Known]
    read: Mapping[str, int]
    published_on: dt.datetime | None
    version: int

    @property
    def code(self) -> str:
        """How it is cited."""
        year = clock.day_of(self.published_on).year if self.published_on else clock.today().year
        return f"CT-SIS-{year}-{self.number:02}" if self.number else ""

    @property
    def path(self) -> str:
        """Its public address in the active language."""
        return page_url(get_language() or "es", self.number) if self.number else ""

    @property
    def address(self) -> str:
        """The same with the site."""
        return settings.SITE_ADDRESS + self.path if self.number else ""

    @property
    def series(self) -> str:
        """«Sistematización de buenas prácticas · N.º 7»."""
        words = _("Sistematización de buenas prácticas")
        return f"{words} · {_('N.º %(n)s') % {'n': self.number}}" if self.number else words

    def text(self, name: str) -> Spoken:
        """A fact of the cover in the reader's language."""
        return Spoken.of(QUESTIONS.fact(name), self.values[name])

    def of(self, kind: str) -> list[dict[str, Spoken]]:
        """The parts of a kind, each fact in words, in what is asked of it by name; who presented it is for members."""
        return [
            {
                fact.name: Spoken.of(fact, values[fact.name])
                for fact in facts_of(kind)
                if fact.name not in _INSIDE
            }
            for values in self.parts.get(kind, ())
        ]

    @property
    def summary(self) -> dict[str, Spoken]:
        """The summary; nothing in it while it is not written."""
        rows = self.of("summary")
        return (
            rows[0] if rows else {fact.name: Spoken.of(fact, fact.kind.empty) for fact in facts_of("summary")}
        )

    @property
    def lessons(self) -> list[dict[str, Spoken]]:
        """What was learned."""
        return self.of("lesson")

    @property
    def messages(self) -> list[dict[str, Spoken]]:
        """What is worth saying."""
        return self.of("message")

    @property
    def agreements(self) -> list[dict[str, Spoken]]:
        """What was agreed."""
        return self.of("agreement")

    @property
    def experiences(self) -> list[dict[str, Spoken]]:
        """Those presented, each with its country."""
        return self.of("experience")

    @property
    def recommendations(self) -> list[dict[str, Spoken]]:
        """Those made; one without a day says so."""
        rows = self.of("recommendation")
        for row in rows:
            row["due"] = row["due"] or Spoken.here(_("Sin fecha"))
        return rows

    @property
    def sessions(self) -> Sequence[Session]:
        """The programme, as far as it is known, each with how many came."""
        if "programme" not in self.known:
            return ()
        sessions = self.known["attendance"].sessions if "attendance" in self.known else ()
        people = {one.key: one.people for one in sessions if one.key}
        return [
            dataclasses.replace(one, people=people.get(one.key, one.people))
            for one in self.known["programme"].sessions
        ]

    @property
    def sentences(self) -> list[str]:
        """What packages say in words of those who took part."""
        return [words for kind, one in self.known.items() if kind != "agreements" for words in one.sentences]

    @property
    def agreed(self) -> tuple[str, ...]:
        """What the tables of the event agreed, in words."""
        return self.known["agreements"].sentences if "agreements" in self.known else ()

    @property
    def glance(self) -> list[tuple[str, Spoken]]:
        """What is asked first of it: what it was, for whom, with what, what it leaves."""
        facts = (fact for fact in facts_of("summary") if fact.name in ("was", "readers", "means", "leaves"))
        return [(fact.title, self.summary[fact.name]) for fact in facts if self.summary[fact.name]]

    @property
    def paragraphs(self) -> list[tuple[str, list[str]]]:
        """The summary in blocks, as it was typed."""
        return parts_of(self.summary["words"])

    @property
    def figures(self) -> list[tuple[str, str]]:
        """Numbers that say how large it was: what packages know of the event, then what it leaves; four at most."""
        known = [pair for one in self.known.values() for pair in one.figures]
        left = [
            (str(number), words)
            for number, words in (
                (len(self.parts.get("experience", ())), _("experiencias presentadas")),
                (len(self.parts.get("lesson", ())), _("lecciones aprendidas")),
                (len(self.parts.get("recommendation", ())), _("recomendaciones")),
                (len(self.parts.get("message", ())), _("mensajes clave")),
            )
            if number > 1
        ]
        return (known + left)[:4] if len(known + left) > 1 else []

    @property
    def validation(self) -> str:
        """Who validated it, as numbers; nobody is named."""
        if not self.read.get("validated"):
            return ""
        n, comments, taken = (self.read[name] for name in ("validated", "comments", "taken"))
        sentence = ngettext(
            "La leyó y validó %(n)s persona que participó.",
            "La leyeron y validaron %(n)s personas que participaron.",
            n,
        ) % {"n": n}
        if not comments:
            return sentence
        more = ngettext(
            "Hubo %(n)s observación; incorporadas: %(taken)s.",
            "Hubo %(n)s observaciones; incorporadas: %(taken)s.",
            comments,
        )
        return " ".join((sentence, more % {"n": comments, "taken": taken}))

    @property
    def cite(self) -> str:
        """How it is cited."""
        if self.published_on is None:
            return ""
        words = {"year": clock.day_of(self.published_on).year, "name": self.text("name"), "code": self.code}
        return _("Cómo citar: Red ContraTrata (%(year)s). %(name)s. %(code)s.") % words


def document_of(row: Systematisation) -> Document:
    """A draft as it stands now, for those who write or read it before it is published."""
    values = from_row(QUESTIONS.facts, row)
    parts: dict[str, list[Values]] = {}
    for one in written_in(row.id):
        parts.setdefault(one.kind, []).append(one.values)
    return Document(0, values, parts, gathered(event_of(values["tie"])), {}, None, row.version)


def open_document(copy: Any) -> Document:
    """What was published."""
    parts: dict[str, list[Values]] = {}
    for one in copy.parts:
        parts.setdefault(one["kind"], []).append(values_of(one["kind"], one["texts"]))
    known = from_stored(copy.gathered.get(get_language() or "es"))
    values = from_row(QUESTIONS.facts, copy)
    return Document(copy.number, values, parts, known, copy.read, copy.published_at, copy.version)


def page_url(language: str, number: int) -> str:
    """The page of a published one."""
    return reverse("systematisations:page", args=[language, number])


def copied(row: Systematisation) -> dict[str, Any]:
    """What the published copy holds besides the cover; its number is noted as lasting. Inside `publishing`."""
    with publishing(Lasting):
        one_at_a_time("systematisations.numbers")
        lasting = Lasting.objects.filter(row_id=row.id).first()
        if lasting is None:
            last = Lasting.objects.aggregate(last=Max("number"))["last"] or 0
            lasting = Lasting(row_id=row.id, number=last + 1)
        lasting.name, lasting.gone_at, lasting.why = row.name, None, ""
        lasting.save()
    return {
        "number": lasting.number,
        "parts": [{"kind": one.kind, "texts": one.row.texts} for one in written_in(row.id)],
        "gathered": as_stored(from_row((QUESTIONS.fact("tie"),), row)["tie"]),
        "read": Round.objects.filter(systematisation_id=row.id)
        .order_by("-at", "-id")
        .values_list("numbers", flat=True)
        .first()
        or {},
    }


def ended(row_id: uuid.UUID, why: str) -> None:
    """Note that nobody reads it any more, with a code of `ENDS`. Inside `publishing`."""
    with publishing(Lasting):
        Lasting.objects.filter(row_id=row_id).update(gone_at=clock.now(), why=why)


def _offered() -> list[tuple[uuid.UUID, str]]:
    rows: Any = Published.objects.order_by("-published_at", "id")[: ties.MOST_OFFERED]
    return [(row.row_id, row.name.reading().text) for row in rows]


def _page(row_id: uuid.UUID, language: str) -> str:
    number = Published.objects.filter(row_id=row_id).values_list("number", flat=True).first()
    return page_url(language, number) if number else ""


ties.declare(ties.Tieable(KIND, QUESTIONS.words["tied"].lazily(), _offered, _page))
