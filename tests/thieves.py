"""Somebody who holds every byte of the disk and every key that is left, and opens whatever opens.

She knows how the house seals: what each value is bound to and how long it is. A sealed value is found by its mark (the
first bytes name the key that sealed it), wherever it lies: in a row that was deleted, in the WAL, in a page that nobody
used again. What she opens may be a key: then she looks for what that one sealed.
"""

import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import tink
from django.apps import apps
from tink import aead, hybrid, secret_key_access
from tink.proto import tink_pb2

import house
from contratrata.care.cases import names_index
from contratrata.ground.base.package import furniture
from contratrata.ground.vault import keysets, master, slots
from contratrata.ground.vault.public import SealedRow
from contratrata.ground.vault.resealing import Column

Opens = Callable[[bytes, bytes], bytes]
#: What a value is bound to, and the lengths it had.
Places = dict[bytes, set[int]]


def _bare(value: bytes, *, wraps: bool) -> bytes:
    """What the cipher made: a wrapped keyset stands in a message of its own."""
    return bytes(tink_pb2.EncryptedKeyset.FromString(value).encrypted_keyset) if wraps else value


def sealed_now() -> Places:
    """Every sealed value that the database holds now."""
    result: Places = defaultdict(set)
    with house.connect("keeper") as keeper:
        for about, value in (*_by_organisations(keeper), *_by_persons(keeper), *_beside(keeper)):
            if value:
                result[about].add(len(value))
    return result


def _by_organisations(keeper: Any) -> Iterator[tuple[bytes, bytes]]:
    for one in (one for each in furniture().values() for one in each.sealed):
        if isinstance(one, Column) and one.by == "organisation":
            names = list(dict.fromkeys(("id", one.column, *one.needs)))
            query = f"SELECT {', '.join(names)} FROM {one.table} WHERE octet_length({one.column}) > 0"
            for values in keeper.execute(query).fetchall():
                row = dict(zip(names, values, strict=True))
                yield one.about(row), _bare(row[one.column], wraps=one.wraps)


def _by_persons(keeper: Any) -> Iterator[tuple[bytes, bytes]]:
    for model in apps.get_models():
        if issubclass(model, SealedRow):
            table, columns = model._meta.db_table, model.sealed_columns()
            quoted = ", ".join(f'"{column}"' for column in columns)
            for row_id, *values in keeper.execute(f"SELECT id, {quoted} FROM {table}").fetchall():
                for column, value in zip(columns, values, strict=True):
                    yield f"{model.sealed_as or table}|{column}|{row_id}".encode(), value


def _beside(keeper: Any) -> Iterator[tuple[bytes, bytes]]:
    for row_id, *both in keeper.execute(
        "SELECT id, for_sender, for_receiver FROM vault_sharedkey"
    ).fetchall():
        yield from ((row_id.bytes, value) for value in both)
    for person_id, value in keeper.execute("SELECT person_id, tokens FROM cases_nameentry").fetchall():
        yield names_index._about(person_id), value


class Thief:
    """What she could open (`texts`, by what they are bound to) and what only a spent slot kept from her (`kept`)."""

    def __init__(self, disk: Iterable[bytes], places: Places) -> None:
        self.disk, self.places = list(disk), places
        self.texts: dict[bytes, set[bytes]] = defaultdict(set)
        self.kept: set[bytes] = set()
        self._seen: set[bytes] = set()

    def read(self) -> None:
        """Begin with the master keyset and the organisations' keysets, as they stand."""
        with house.connect("keeper") as keeper:
            rows = keeper.execute(
                "SELECT organisation_id, wrapped, private FROM vault_organisationkey"
            ).fetchall()
        for organisation, wrapped, private in rows:
            about = uuid.UUID(str(organisation)).bytes
            for value, place, kind in (
                (wrapped, b"|subjects", aead.Aead),
                (private, b"|private", hybrid.HybridDecrypt),
            ):
                handle = tink.proto_keyset_format.parse_encrypted(
                    bytes(value),  # type: ignore[arg-type]
                    master.master(),
                    about + place,
                )
                self._with(handle, handle.primitive(kind).decrypt)

    def _with(self, handle: tink.KeysetHandle, opens: Opens) -> None:
        marks = {keysets.mark_of(one) for one in keysets.singles(handle)} - self._seen
        self._seen |= marks
        result: set[bytes] = set()
        for mark in marks:
            for content in self.disk:
                at = content.find(mark)
                while at >= 0:
                    result |= self._at(content, at, opens)
                    at = content.find(mark, at + 1)
        for clear in result:
            self._as_key(clear)

    def _at(self, content: bytes, at: int, opens: Opens) -> set[bytes]:
        result = set()
        for about, lengths in self.places.items():
            for length in lengths:
                try:
                    clear = slots.opened(opens, content[at : at + length], about)
                except slots.SlotSpent:
                    self.kept.add(about)
                except tink.TinkError:
                    continue
                else:
                    self.texts[about].add(clear)
                    result.add(clear)
        return result

    def _as_key(self, clear: bytes) -> None:
        try:
            handle = tink.proto_keyset_format.parse(clear, secret_key_access.TOKEN)
            cipher = handle.primitive(aead.Aead)
        except tink.TinkError:
            return
        self._with(handle, cipher.decrypt)
