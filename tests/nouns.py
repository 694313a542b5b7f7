"""Every noun that is declared, and values to write one with, made from its facts."""

import dataclasses
import datetime as dt
import functools
import importlib
import io
import pkgutil
import sys
import uuid
from decimal import Decimal
from typing import Any

from PIL import Image

import contratrata
from cast import Cast
from contratrata.ground.base import package
from contratrata.ground.base.partial import PartialDate
from contratrata.ground.base.scope import acting
from contratrata.ground.base.translated import Translated
from contratrata.ground.files.kinds import Checked, checked
from contratrata.ground.files.public import Attached, File
from contratrata.ground.kinds import public as kinds
from contratrata.ground.nouns.public import Moves, Noun, operations, ties
from contratrata.training.plan.quotas import CountryNumbers


def every_noun() -> dict[str, Noun[Any, Any]]:
    """Every noun that stands in a module of ours, by its key."""
    for module in pkgutil.walk_packages(contratrata.__path__, "contratrata."):
        if module.name.rpartition(".")[2] == "models":
            importlib.import_module(module.name)
    result = [
        one
        for name, module in list(sys.modules.items())
        if name.startswith("contratrata.")
        for one in vars(module).values()
        if isinstance(one, Noun)
    ]
    return {one.key: one for one in result}


def values_for(noun: Noun[Any, Any], word: str) -> dict[str, Any]:
    """A value for every fact of a noun, its texts holding `word`; invented."""
    return {fact.name: value_for(fact.kind, word) for fact in noun.facts}


@functools.cache
def picture(word: str) -> Checked:
    """A small picture, as it is kept; invented."""
    out = io.BytesIO()
    Image.new("RGB", (8, 8), (len(word) * 9 % 255, 90, 120)).save(out, "PNG")
    return checked(out.getvalue())


def value_for(kind: kinds.Kind[Any], word: str) -> Any:
    """One value of a kind. Raises `NotImplementedError` for a kind that has none here yet."""
    if isinstance(kind, kinds.TranslatedText):
        return Translated.of({"es": f"{word} (ficticia)", "en": f"{word} (fictitious)"})
    for of, value in (
        (kinds.Country, "GTM"),
        (kinds.Phone, "1572"),
        (kinds.Link, "https://ejemplo.example/"),
        (kinds.Links, ("https://ejemplo.example/video",)),
        (kinds.Text, word),
        (kinds.YesNo, True),
        (kinds.Day, dt.date(2026, 1, 31)),
        (kinds.Number, max(3, getattr(kind, "least", 3))),
        (kinds.Partial, PartialDate.parse("2019")),
        (kinds.Money, kinds.Amount(Decimal("21000.00"), "USD")),
        (kinds.Lines, (f"{word} (ficticio)",)),
        (CountryNumbers, (("GTM", 2), ("HND", 1))),
    ):
        if isinstance(kind, of):
            return value
    if isinstance(kind, File) and kind.pictures:
        drawn = picture(word)
        return Attached(f"{word}.png", drawn.kind, len(drawn.content), small=True, pending=drawn)
    if isinstance(kind, File):
        content = f"{word} (ficticio)".encode()
        return Attached(f"{word}.txt", "txt", len(content), pending=Checked("txt", content))
    if isinstance(kind, ties.Tie):
        return _tied(kind)
    options = kind.options()
    if not options:
        raise NotImplementedError(type(kind).__name__)
    code = options[0][0]
    return (code,) if isinstance(kind.empty, tuple) else code


def _tied(kind: ties.Tie) -> str:
    """A tie to a thing that is always offered here, beside what was published."""
    package.furniture()  # it brings what may be tied to
    tieable = next((one for code in kind.of.split() if (one := ties.declared(code))), None)
    if tieable is None:  # nothing of its kind is in the house yet
        return ""
    title, row_id = f"Cosa {tieable.code} (ficticia)", uuid.uuid5(uuid.NAMESPACE_URL, tieable.code)
    if row_id not in dict(tieable.offered()):
        ties.declare(dataclasses.replace(tieable, offered=lambda: [*tieable.offered(), (row_id, title)]))
    return f"{ties.key_of(tieable.code, row_id)}{title}"


def make_ready(noun: Noun[Any, Any], row_id: uuid.UUID, cast: Cast) -> None:
    """Bring a row of Casa Refugio, as it stands, to where the coordination may publish it."""
    if noun.moves is None:
        return
    if "submit" not in noun.moves.steps:  # its own organisation brings it there
        with acting(cast.flor.scope):
            row = noun.row._default_manager.get(id=row_id)
            for verb in way_to(noun.moves, noun.moves.state(noun.moves.of(row_id).first())):
                operations.judge(noun, row, verb)
        return
    with acting(cast.flor.scope):
        version = noun.row._default_manager.get(id=row_id).version
        operations.move(noun, row_id, "submit", expected_version=version)
    with acting(cast.diana.scope):
        operations.judge(noun, noun.row._default_manager.get(id=row_id), "accept")


def way_to(moves: Moves, state: str) -> list[str]:
    """The shortest way of moves from a state to where the coordination may publish."""
    ways: list[tuple[str, list[str]]] = [(state, [])]
    for current, way in ways:
        if current == moves.accepted:
            return way
        ways += [(moves.machine.moves[verb].target, [*way, verb]) for verb in moves.machine.verbs(current)
                 if len(way) < len(moves.states)]  # fmt: skip
    raise AssertionError(f"No way from {state} to {moves.accepted}")


def said_why(noun: Noun[Any, Any]) -> dict[str, str]:
    """What taking a row back asks."""
    return {"reason": "Ya no se aplica (ficticio)."} if noun.moves is not None else {}
