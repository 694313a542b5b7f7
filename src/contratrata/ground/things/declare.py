"""A thing as a plain typed dataclass whose fields say what is asked.

@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Hotline:
    name: str = fact(Text(), _l("Nombre"), required=True)
    phone: str = fact(Phone(), _l("Teléfono"))
"""

import dataclasses
from typing import Any, TypeVar

from contratrata.ground.kinds.public import Fact, Kind, Values

T = TypeVar("T")
_KEY = "fact"
_declared: dict[type[Any], tuple[Fact, ...]] = {}


def fact(kind: Kind[Any], label: Any, **options: Any) -> Any:
    """A field of a declared thing; `options` are those of `kinds.Fact`. Its default is «nothing known»."""
    declared = Fact(name="", kind=kind, label=label, **options)
    # a factory, for an empty value may be a mapping
    return dataclasses.field(default_factory=lambda: kind.empty, metadata={_KEY: declared})


def facts_of(thing: type[Any]) -> tuple[Fact, ...]:
    """The facts of a declared thing, in their order."""
    if thing not in _declared:
        _declared[thing] = _read(thing)
    return _declared[thing]


def _read(thing: type[Any]) -> tuple[Fact, ...]:
    return tuple(
        dataclasses.replace(field.metadata[_KEY], name=field.name)
        for field in dataclasses.fields(thing)
        if _KEY in field.metadata
    )


def values_of(thing: Any) -> dict[str, Any]:
    """The values of a declared thing by the names of its facts."""
    return {one.name: getattr(thing, one.name) for one in facts_of(type(thing))}


def make(thing: type[T], values: Values) -> T:
    """The thing of these values; what is absent is not known."""
    return thing(**values)


def from_row(facts: tuple[Fact, ...], row: Any) -> dict[str, Any]:
    """The values that a model's row holds in its columns."""
    return {one.name: one.kind.from_columns(one, row) for one in facts}


def to_row(facts: tuple[Fact, ...], row: Any, values: Values) -> dict[str, tuple[Any, Any]]:
    """Put values into a model's row (unsaved). Returns what changed: fact → (before, now)."""
    changed: dict[str, tuple[Any, Any]] = {}
    for one in facts:
        if one.name not in values:
            continue
        before, now = one.kind.from_columns(one, row), values[one.name]
        if before == now or (one.kind.is_empty(before) and one.kind.is_empty(now)):
            continue
        changed[one.name] = (before, now)
        for column, stored in one.kind.to_columns(one, now).items():
            setattr(row, column, stored)
    return changed


def columns_of(facts: tuple[Fact, ...]) -> list[str]:
    """The names of the model's columns behind facts (for `save(update_fields=…)`)."""
    return [column for one in facts for column in one.kind.to_columns(one, one.kind.empty)]


__all__ = ["columns_of", "fact", "facts_of", "from_row", "make", "to_row", "values_of"]
