"""The two boxes: what others ask of us, and what we asked of others; what waits first by its deadline."""

import dataclasses
import uuid
from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.utils.translation import ngettext

from contratrata.care.cases import public as cases
from contratrata.ground.base.lazily import once_a_language
from contratrata.ground.base.paths import path_of
from contratrata.ground.base.scope import Scope
from contratrata.ground.codes.public import vocabulary
from contratrata.ground.lists import public as lists
from contratrata.ground.lists.public import Column, Empty, Order, Tab
from contratrata.ground.network.public import organisation_names

from . import queries, rules, story
from .models import Referral
from .states import ONGOING, SHOWN_ENDED, WAITING, ReferralState

GROUPS = {"responder": WAITING, "atencion": ONGOING, "terminadas": SHOWN_ENDED}
HELP = (_l("Quién puede ayudar"), "directory:who_can_help")


@dataclasses.dataclass(frozen=True, slots=True)
class Line:
    """One referral in a box. `name` is None where it is kept from the reader."""

    referral: Referral
    other: str
    name: str | None
    asked: str
    received: bool = False

    @property
    def waits(self) -> bool:
        """Whether somebody must still answer it."""
        return self.referral.state in WAITING

    @property
    def url(self) -> str:
        """Its page."""
        return path_of("referrals:detail", self.referral.id)


def lines(scope: Scope, rows: Sequence[Referral]) -> list[Line]:
    """These referrals as lines, the other side named, the person where the reader works on the case."""
    here = scope.organisation_id
    others: dict[uuid.UUID, uuid.UUID] = {
        row.id: row.organisation_id if row.receiver_id == here else row.receiver_id for row in rows
    }
    names = organisation_names(others.values())
    ours = {row.case_id for row in rows if row.organisation_id == here}
    persons = cases.display(scope, ours) if ours else {}
    result = []
    for row in rows:
        person = persons.get(row.case_id) if row.organisation_id == here else None
        other, asked = names.get(others[row.id], ""), asked_words(row.aims)
        result.append(Line(row, other, person[0] if person else None, asked, row.receiver_id == here))
    return result


def asked_words(aims: list[str]) -> str:
    """What is asked, in one line."""
    return _asked(tuple(aims))


@once_a_language
def _asked(aims: tuple[str, ...]) -> str:
    kinds = vocabulary("service_kind")
    words = [kinds.label(aim) for aim in aims if kinds.has(aim)]
    return ", ".join(words[:1] + [word[:1].lower() + word[1:] for word in words[1:]])


def _urgency(line: Line) -> str:
    known, code = vocabulary("urgency"), line.referral.urgency
    return known.label(code) if known.has(code) else ""


def _due(line: Line) -> Any:
    if not line.waits or line.referral.answer_due is None:
        return _state(line.referral.state)
    state = story.state_words(line.referral.state)
    return [lists.cells.due(line.referral.answer_due, waiting=not line.received), state.lower()]


@once_a_language
def _state(state: str) -> str:
    return lists.cells.tag(story.state_words(state), story.mark(state))


def _acts(line: Line) -> Any:
    code, key = line.referral.code, line.referral.id
    if not (line.received and line.waits):
        return lists.cells.verb(line.url, _("Abrir"), code)
    acts: list[Any] = []
    if line.referral.state == ReferralState.SENT:
        url = path_of("referrals:receive", key)
        acts.append(lists.cells.Post(url, _("Marcar recibida"), code, {"desde": "bandeja"}))
    acts.append(lists.cells.verb(path_of("referrals:accept", key), _("Aceptar"), code))
    acts.append(lists.cells.verb(path_of("referrals:decline", key), _("Rechazar"), code))
    return acts


def _sender(line: Line) -> Any:
    return [lists.cells.linked(line.other, line.url), lists.cells.code(line.referral.code)]


def _person(line: Line) -> Any:
    return lists.cells.named(line.name, line.referral.code, line.url)


CODE = Column[Line](name="code", label=_l("Código"), value=lambda line: line.referral.code, page=False)
REST = (
    Column[Line](name="asked", label=_l("Pide"), value=lambda line: line.asked),
    Column[Line](name="urgency", label=_l("Urgencia"), value=_urgency),
    Column[Line](
        name="due", label=_l("Plazo"), value=lambda line: line.referral.answer_due, cell=_due, order="due"
    ),
    Column[Line](
        name="state",
        label=_l("Situación"),
        value=lambda line: story.state_words(line.referral.state),
        page=False,
    ),
    Column[Line](
        name="moved", label=_l("Último cambio"), value=lambda line: line.referral.moved_at, order="moved"
    ),
    Column[Line](name="acts", label=_l("Qué hacer"), value=lambda _line: "", cell=_acts, sheet=False),
)
RECEIVED = (
    Column[Line](name="other", label=_l("Quién pide"), value=lambda line: line.other, cell=_sender),
    CODE,
    *REST,
)
SENT = (
    Column[Line](
        name="person", label=_l("Persona"), value=lambda line: line.name or "", cell=_person, identity=True
    ),
    CODE,
    Column[Line](name="other", label=_l("A quién"), value=lambda line: line.other),
    *REST,
)
FILTERS: tuple[lists.Filter[Referral], ...] = (
    lists.choice(
        "urgencia",
        _l("Urgencia"),
        lambda _scope: [(term.code, term.label.here()) for term in vocabulary("urgency").terms()],
        "urgency",
        empty=_l("Todas"),
    ),
    lists.choice(
        "pais",
        _l("¿Cruza frontera?"),
        lambda _scope: (("si", _("De otro país")), ("no", _("Del mismo país"))),
        {"si": Q(cross_border=True), "no": Q(cross_border=False)},
        empty=_l("Todas"),
    ),
)


def _box(
    name: str,
    *,
    title: Any,
    lead: Any,
    visible: Callable[[Scope], QuerySet[Referral]],
    columns: tuple[Column[Line], ...],
    empty: dict[str, Empty],
) -> lists.List[Referral, Line]:
    waiting = _l("Por responder") if name == "inbox" else _l("Esperan respuesta")
    return lists.List[Referral, Line](
        name=name,
        title=title,
        lead=lead,
        visible=visible,
        rows=lines,
        columns=columns,
        filters=FILTERS,
        tabs=lists.Tabs(
            name="estado",
            label=_l("Derivaciones por estado"),
            tabs=tuple(
                Tab(
                    slug=slug,
                    label=label,
                    where=Q(state__in=sorted(GROUPS[slug])),
                    order=order,
                    counted=counted,
                )
                for slug, label, order, counted in (
                    ("responder", waiting, "due", True),
                    ("atencion", _l("En atención"), "moved", True),
                    ("terminadas", _l("Terminadas"), "moved", False),
                )
            ),
        ),
        orders=(
            Order("due", _l("Plazo"), ("answer_due", "id")),
            Order("moved", _l("Lo que cambió último"), ("-moved_at", "id")),
        ),
        counted=lambda number: ngettext("%(n)s derivación", "%(n)s derivaciones", number) % {"n": number},
        event="referral.listed",
        kind="referral",
        details={"box": name},
        empty=empty,
        nothing_matches=Empty(_l("Ninguna con esos datos"), _l("Quite un filtro para ver más.")),
        export=lists.Export(
            event="referral.exported",
            name="derivaciones-recibidas" if name == "inbox" else "derivaciones-enviadas",
            may=lambda scope: scope.has(*rules.REFERRING),
            identities=lambda scope: name == "outbox" and cases.may_export_identities(scope),
        ),
        template="referrals/box.html",
        steady=True,
        walked=True,
    )


INBOX = _box(
    "inbox",
    title=_l("Derivaciones recibidas"),
    lead=_l("Lo que otras organizaciones le piden a la suya."),
    visible=queries.received_by,
    columns=RECEIVED,
    empty={
        "responder": Empty(
            _l("Nada espera respuesta"),
            _l("Cuando otra organización les derive a alguien, aparecerá aquí con su plazo."),
        ),
        "": Empty(_l("Nada por aquí"), _l("Las derivaciones que acepten y terminen aparecerán aquí.")),
    },
)
OUTBOX = _box(
    "outbox",
    title=_l("Derivaciones enviadas"),
    lead=_l("Lo que su organización pidió a otras."),
    visible=queries.sent_by,
    columns=SENT,
    empty={
        "": Empty(
            _l("Nada por aquí"),
            _l("Busque quién puede ayudar a una persona y derive desde la respuesta."),
            *HELP,
        )
    },
)
