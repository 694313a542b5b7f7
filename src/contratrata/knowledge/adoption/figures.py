"""The drawings of adoption: who is how far where, as a matrix and as a map; sentence and table of the same values."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from django.utils.translation import gettext as _

from contratrata.ground.charts.public import (
    ADOPTED,
    ADOPTION,
    ANALYSING,
    BORN_HERE,
    INTEREST,
    PILOTING,
    Column,
    Data,
    Figure,
    Matrix,
    Row,
    State,
    StateMap,
)
from contratrata.ground.codes.public import country, country_name

from .states import MARKS

#: The countries that always have a column: those that the practices of the region come from.
ALWAYS = ("GTM", "SLV", "HND", "NIC", "CRI", "PAN", "DOM", "MEX")


class Named(NamedTuple):
    """A practice as a row of the matrix."""

    id: uuid.UUID
    name: str
    country: str
    url: str = ""


def matrix(
    practices: Sequence[Named], cells: Mapping[tuple[uuid.UUID, str], str], *, key: str, is_one: bool = False
) -> Figure:
    """Practices by countries: the state of each (`cells`, by practice and country), and where each was born.

    `is_one`: it stands on the page of the one practice that it is of.
    """
    countries = _countries(cells, practices)
    rows = [
        Row(str(one.id), one.name, [_state(one, code, cells) for code in countries], url=one.url)
        for one in practices
    ]
    columns = [Column(code, country_name(code), short=country(code).alpha2) for code in countries]
    drawing = Matrix(Data(_("Práctica"), columns, rows), ADOPTION)
    return Figure(
        key,
        _("¿Quién la adoptó y dónde?") if is_one else _("¿Quién adoptó qué y dónde?"),
        _("Países que la adoptaron: {adopted}; que la pilotan: {piloting}; con interés o análisis: {wanted}.")
        if is_one
        else _("Cruces de práctica y país: adopción, {adopted}; piloto, {piloting}; interés o análisis, {wanted}."),
        drawing,
        counted=_("Lo que dijo cada organización; donde hay varias de un país, la que llegó más lejos."),
        cells={
            "adopted": drawing.count(ADOPTED),
            "piloting": drawing.count(PILOTING),
            "wanted": drawing.count(INTEREST, ANALYSING),
        },
        nothing=_("Todavía ninguna organización dijo que adapta una."),
    )  # fmt: skip


def _countries(cells: Iterable[tuple[uuid.UUID, str]], practices: Iterable[Named]) -> list[str]:
    result = {code for _practice, code in cells} | {one.country for one in practices if one.country}
    return [*ALWAYS, *sorted(result - set(ALWAYS), key=country_name)]


def _state(one: Named, code: str, cells: Mapping[tuple[uuid.UUID, str], str]) -> State | None:
    state = cells.get((one.id, code))
    if state:
        return MARKS[state]
    return BORN_HERE if code == one.country else None


class Place(NamedTuple):
    """A country of the map: its furthest state, how many organisations, which of them are named."""

    country: str
    state: str
    number: int
    names: tuple[str, ...] = ()


def where(practice: Named, places: Iterable[Place], *, key: str, is_open: bool = False) -> Figure:
    """One practice by countries as a map, and its table with how many organisations and who; `is_open`: for anybody."""
    result = {one.country: one for one in places}
    rows = [
        Row(country(code).alpha2, country_name(code), (MARKS[one.state], one.number), "; ".join(one.names))
        for code, one in sorted(result.items(), key=lambda item: country_name(item[0]))
    ]
    if practice.country and practice.country not in result:
        rows.insert(
            0, Row(country(practice.country).alpha2, country_name(practice.country), (BORN_HERE, None))
        )
    data = Data(_("País"), (Column("state", _("Hasta dónde")), Column("number", _("Organizaciones"))), rows)

    def doing(data: Data) -> int:
        return sum(value in (ADOPTED, PILOTING) for value in data.values("state"))

    return Figure(
        key,
        _("¿En qué países?"),
        _("Países que la adoptaron o la pilotan: {doing}."),
        StateMap(data, "state", ADOPTION),
        counted=_("Organizaciones de la red que lo dijeron; su nombre está solo donde lo aceptaron.")
        if is_open
        else _("Organizaciones de la red que lo dijeron."),
        cells={"doing": doing},
    )
