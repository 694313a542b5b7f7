"""Reads the vocabularies of `data/*.yaml`: checked when read, kept for the life of the process."""

import functools
from collections.abc import Mapping
from importlib import resources
from types import MappingProxyType
from typing import Any

import yaml

from .terms import Source, StandardCode, Term, UnknownCode, Vocabulary, Words

#: Outside standards a term may name a code in.
STANDARDS = frozenset({"htcds", "isic", "isced", "iso639", "palermo"})
_TERM_FIELDS = frozenset(
    {"code", "es", "en", "help_es", "help_en", "map", "values", "countries", "deprecated", "note"} | STANDARDS
)
_DATA = resources.files("contratrata.ground.codes") / "data"


@functools.lru_cache(maxsize=1)
def keys() -> tuple[str, ...]:
    """The keys of all vocabularies, sorted."""
    names = (entry.name for entry in _DATA.iterdir())
    return tuple(sorted(name.removesuffix(".yaml") for name in names if name.endswith(".yaml")))


@functools.lru_cache(maxsize=256)
def vocabulary(key: str) -> Vocabulary:
    """The vocabulary of this key. Raises `UnknownCode`, or `ValueError` where its data is wrong."""
    if key not in keys():
        raise UnknownCode(f"no vocabulary {key!r}")
    # The C loader is four times quicker; it is missing where libyaml was not there at build time.
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    text = (_DATA / f"{key}.yaml").read_text(encoding="utf-8")
    return build(key, yaml.load(text, Loader=loader))  # noqa: S506 – both loaders are the safe ones


def build(key: str, data: Mapping[str, Any]) -> Vocabulary:
    """A vocabulary from the parsed file. Raises `ValueError` naming the vocabulary and what is wrong."""
    try:
        terms = tuple(_term(key, entry) for entry in data["terms"])
        result = Vocabulary(
            key=key,
            title=Words(es=data["title"]["es"], en=data["title"]["en"]),
            source=Source(
                standard=data["standard"],
                version=str(data["version"]),
                source=data["source"],
                licence=data["licence"],
            ),
            ordered=bool(data.get("ordered", False)),
            multiple=bool(data.get("multiple", False)),
            all_terms=terms,
        )
    except KeyError as missing:
        raise ValueError(f"{key}: {missing} is missing") from missing
    codes = [term.code for term in terms]
    if len(set(codes)) != len(codes):
        raise ValueError(f"{key}: a code stands twice")
    return result


def _term(key: str, entry: Mapping[str, Any]) -> Term:
    unknown = set(entry) - _TERM_FIELDS
    if unknown:
        raise ValueError(f"{key}: {entry.get('code')!r} has unknown fields {sorted(unknown)}")
    if ("help_es" in entry) != ("help_en" in entry):
        raise ValueError(f"{key}: {entry['code']!r} has help in one language only")
    helped = Words(es=entry["help_es"], en=entry["help_en"]) if "help_es" in entry else None
    return Term(
        code=entry["code"],
        label=Words(es=entry["es"], en=entry["en"]),
        help=helped,
        standards=MappingProxyType({name: _place(entry[name]) for name in STANDARDS if name in entry}),
        maps=MappingProxyType({name: tuple(codes) for name, codes in entry.get("map", {}).items()}),
        values=MappingProxyType(dict(entry.get("values", {}))),
        countries=frozenset(entry.get("countries", ())),
        deprecated=bool(entry.get("deprecated", False)),
        note=entry.get("note", ""),
    )


def _place(entry: str | Mapping[str, Any]) -> StandardCode:
    """A place in a standard: the bare code, or the code with aliases and the note of what is lost."""
    if isinstance(entry, str):
        return StandardCode(code=entry)
    note = entry.get("note")
    return StandardCode(
        code=entry.get("code", ""),
        aliases=tuple(entry.get("aliases", ())),
        note=Words(es=note["es"], en=note["en"]) if note else None,
    )
