"""Small secrets outside the database, a slot each: overwriting one is what makes erasure reach the disk.

Whatever the keyset of an organisation seals, and a receiver's copy of the key of a sharing, is sealed once more by the
secret of a slot. Its number stands in the sealed bytes and, in clear, behind them. The database keeps what was deleted
for a while (dead rows, WAL, replicas, archives); the secret does not stand there.

A file of slots for each database, `<slots folder>/<name of the database>`: a head of one block (a mark, how many slots
are ready), then 32 bytes of chance a slot. The worker keeps slots ready ahead of the sequence `vault_slot`, on the disk
for certain, so that a transaction takes a number and neither writes nor waits: whatever is cut off leaves at most a
secret that nothing was sealed by. The web reads the file and never writes it. A slot is overwritten where it lies, with
chance and then with zeros, and never used again: zeros are a slot that is spent.
"""

import contextlib
import dataclasses
import fcntl
import os
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, Final

import tink
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _
from tink import aead

from contratrata.ground.base.errors import DomainError, Shredded

from .master import MasterKeyMissing

HEAD, SIZE = 4096, 32
_MAGIC: Final = b"contratrata slots 1\n"
_READY_AT = 32
_SPENT = bytes(SIZE)
#: So many slots are made at a time (2 MB), and so many at least are kept ready ahead of the sequence.
MADE_AT_ONCE, AHEAD = 65_536, 32_768
#: A process takes so many numbers at once and uses them for so long, in seconds: what is older was taken or never will
#: be (`gather`). The first is the increment of the sequence.
BLOCK, BLOCK_SECONDS = 64, 3600.0
#: What stands behind sealed bytes that have a slot, before its number (8 bytes, the highest first).
MARK: Final = bytes.fromhex("f1c6736c6f74019e")
TAIL = len(MARK) + 8
_NONCE = 12


class SlotSpent(Shredded, tink.TinkError):  # type: ignore[misc]  # Tink has no types
    """The slot of something sealed was overwritten: nobody opens it any more."""


class SlotsMissing(MasterKeyMissing):
    """No file of slots where the settings say it is, or it does not reach as far as the database says."""


class NoRoom(DomainError):
    """No slot is ready and none can be made: nothing is sealed, nothing was written."""


def path(database: str | None = None) -> Path:
    """The file of a database (the one this process works on)."""
    return Path(settings.SLOTS_FOLDER) / (database or str(connection.settings_dict["NAME"]))


# --- reading ---

_open_files: dict[tuple[Path, str], int] = {}
_opening = threading.Lock()


def _descriptor(database: str | None, *, anew: bool = False) -> int:
    place = (settings.SLOTS_FOLDER, database or connection.settings_dict["NAME"])
    result = _open_files.get(place)
    if result is not None and not anew:
        return result
    with _opening:
        try:
            result = os.open(path(database), os.O_RDONLY | os.O_CLOEXEC)
        except OSError as error:
            raise SlotsMissing(f"No se puede leer el archivo de secretos «{path(database)}»") from error
        # A former one is left open: another thread may be reading by it.
        _open_files[place] = result
        return result


def read(number: int, database: str | None = None) -> bytes:
    """The secret of a slot; one `pread`. Raises `SlotSpent`, `SlotsMissing`."""
    at = HEAD + number * SIZE
    result = os.pread(_descriptor(database), SIZE, at)
    if len(result) < SIZE:
        result = os.pread(_descriptor(database, anew=True), SIZE, at)
    if len(result) < SIZE:
        raise SlotsMissing(f"Al archivo de secretos «{path(database)}» le falta el número {number}")
    if result == _SPENT:
        raise SlotSpent(str(number))
    return result


def ready(database: str | None = None) -> int:
    """How many slots are on the disk for certain; 0 where there is no file."""
    with contextlib.suppress(SlotsMissing):
        return _ready(_descriptor(database))
    return 0


def _ready(descriptor: int) -> int:
    head = os.pread(descriptor, _READY_AT + 8, 0)
    return int.from_bytes(head[_READY_AT:], "big") if head.startswith(_MAGIC) else 0


def chunks(database: str | None = None) -> Iterator[bytes]:
    """The slots of now, in order, a megabyte at a time: what a back-up keeps with the keys."""
    number = ready(database)
    for at in range(0, number * SIZE, 1 << 20):
        yield os.pread(_descriptor(database), min(1 << 20, number * SIZE - at), HEAD + at)


# --- taking ---


@dataclasses.dataclass(slots=True)
class _Numbers:
    """The numbers this process took from the sequence of a database and has not used."""

    database: str = ""
    until: float = 0.0
    left: range = range(0)
    lock: threading.Lock = dataclasses.field(default_factory=threading.Lock)


_numbers = _Numbers()


def _forget() -> None:
    """A child takes numbers of its own."""
    global _numbers  # noqa: PLW0603  (with a lock that nobody holds)
    _numbers = _Numbers()


os.register_at_fork(after_in_child=_forget)


def take() -> tuple[int, bytes]:
    """A slot nobody used, and its secret. Mostly without a query. Raises `NoRoom`."""
    while True:
        number = _next()
        if number >= ready():
            make_ready(number + 1)
        with contextlib.suppress(SlotSpent):
            return number, read(number)


def _next() -> int:
    here, database = _numbers, str(connection.settings_dict["NAME"])
    with here.lock:
        if not here.left or here.database != database or here.until < time.monotonic():
            with connection.cursor() as cursor:
                cursor.execute("SELECT nextval('vault_slot')")
                (first,) = cursor.fetchone()
            here.left, here.database = range(first, first + BLOCK), database
            here.until = time.monotonic() + BLOCK_SECONDS
        number, here.left = here.left[0], here.left[1:]
    return number


# --- writing: the worker, and who administers ---


@contextlib.contextmanager
def _alone(file: Path, *, create: bool = False) -> Iterator[int]:
    """The file open for writing, nobody else writing meanwhile."""
    if create:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor = os.open(file, os.O_RDWR | os.O_CLOEXEC | (os.O_CREAT if create else 0), 0o640)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield descriptor
    finally:
        os.close(descriptor)


def make_ready(least: int, database: str | None = None) -> int:
    """Have so many slots ready at least, synced before anybody may use them; returns how many are.

    Raises `NoRoom`: a full disk, or a process that only reads.
    """
    file = path(database)
    try:
        with _alone(file, create=True) as out:
            number = _ready(out)
            if number >= least:
                return number
            # Bytes behind the last slot that is ready may be used: a crash can take back the head and leave them.
            end = max(number, -(-max(os.fstat(out).st_size - HEAD, 0) // SIZE))
            try:
                return _lengthen(out, end, max(least, end + MADE_AT_ONCE), file.parent)
            except OSError:
                with contextlib.suppress(OSError):
                    os.ftruncate(out, HEAD + end * SIZE)
                raise
    except OSError as error:
        raise NoRoom(
            _(
                "No se guardó: el servidor no tiene espacio para llaves nuevas. "
                "Avise a quien administra la plataforma y repita después."
            )
        ) from error


def _lengthen(out: int, end: int, least: int, folder: Path) -> int:
    for at in range(end, least, MADE_AT_ONCE):
        _write(out, os.urandom(min(MADE_AT_ONCE, least - at) * SIZE), HEAD + at * SIZE)
    os.fsync(out)
    _set_ready(out, least)
    _sync(folder)
    return least


def _set_ready(out: int, number: int) -> None:
    _write(out, _MAGIC.ljust(_READY_AT, b"\x00") + number.to_bytes(8, "big"), 0)
    os.fsync(out)


def _write(out: int, content: bytes, at: int) -> None:
    view = memoryview(content)
    while view:
        written = os.pwrite(out, view, at)
        view, at = view[written:], at + written


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def spend(numbers: Iterable[int], database: str | None = None) -> None:
    """Overwrite these slots where they lie: with chance, synced, then with zeros, synced. Safe to repeat.

    Chance first, because a disk may take zeros for «nothing is here» and leave what was. Raises `SlotsMissing`.
    """
    wanted = sorted(set(numbers))
    if not wanted:
        return
    try:
        with _alone(path(database)) as out:
            end = (os.fstat(out).st_size - HEAD) // SIZE
            for last in (False, True):
                for number in wanted:
                    if 0 <= number < end:
                        _write(out, _SPENT if last else os.urandom(SIZE), HEAD + number * SIZE)
                os.fsync(out)
    except FileNotFoundError as error:
        raise SlotsMissing(f"No está el archivo de secretos «{path(database)}»") from error


def bring(pieces: Iterable[bytes], database: str | None = None) -> int:
    """Put the slots of a back-up in where this machine has none or a spent one; those that stand stay.

    What was erased since comes back with the rows of the copy, and is spent again by the replay of erasures
    (`shredding.replay`). Returns how many are ready. Raises `OSError`.
    """
    at = 0
    with _alone(path(database), create=True) as out:
        for piece in pieces:
            standing = os.pread(out, len(piece), HEAD + at).ljust(len(piece), b"\x00")
            both = b"".join(
                standing[n : n + SIZE] if standing[n : n + SIZE] != _SPENT else piece[n : n + SIZE]
                for n in range(0, len(piece), SIZE)
            )
            _write(out, both, HEAD + at)
            at += len(piece)
        os.fsync(out)
        number = max(_ready(out), at // SIZE)
        _set_ready(out, number)
    _sync(path(database).parent)
    return number


# --- sealing ---


def tail_of(value: bytes | memoryview | None) -> bytes:
    """What stands behind sealed bytes that have a slot; b"" for those that have none."""
    tail = bytes(value[-TAIL:]) if value else b""
    return tail if len(tail) == TAIL and tail.startswith(MARK) else b""


def number_of(value: bytes | memoryview | None) -> int | None:
    """The slot of sealed bytes, or None."""
    tail = tail_of(value)
    return int.from_bytes(tail[len(MARK) :], "big") if tail else None


Bytes = Callable[[bytes, bytes], bytes]


def seal(outer: Bytes, clear: bytes, about: bytes, number: int | None = None) -> bytes:
    """Seal by the secret of a slot (a new one, or this), then by `outer`, whose mark stays the first bytes."""
    number, secret = take() if number is None else (number, read(number))
    tail = MARK + number.to_bytes(8, "big")
    nonce = os.urandom(_NONCE)
    return outer(tail + nonce + AESGCM(secret).encrypt(nonce, clear, about), about) + tail


def opened(outer: Bytes, value: bytes | memoryview, about: bytes) -> bytes:
    """Open what `seal` sealed, or what was sealed by `outer` alone before there were slots.

    Raises `SlotSpent`, `tink.TinkError`, `SlotsMissing`.
    """
    whole, tail = bytes(value), tail_of(value)
    if not tail:
        return outer(whole, about)
    try:
        inner = outer(whole[:-TAIL], about)
    except tink.TinkError:
        return outer(whole, about)  # sealed before, and by chance it ends so
    if not inner.startswith(tail):
        raise tink.TinkError("The slot of a sealed value was exchanged")
    rest = inner[TAIL:]
    try:
        return AESGCM(read(number_of(tail) or 0)).decrypt(rest[:_NONCE], rest[_NONCE:], about)
    except InvalidTag as error:
        raise tink.TinkError("A sealed value does not open with its slot") from error


class Slotted(aead.Aead):  # type: ignore[misc]  # Tink has no types
    """The keyset of an organisation with a slot for whatever it seals: a new one each time, or always this one."""

    def __init__(self, plain: aead.Aead, number: int | None = None) -> None:
        self.plain, self.number = plain, number

    def encrypt(self, plaintext: bytes, associated_data: bytes) -> bytes:
        """Raises `NoRoom`."""
        return seal(self.plain.encrypt, plaintext, associated_data, self.number)

    def decrypt(self, ciphertext: bytes, associated_data: bytes) -> bytes:
        """Raises as `opened`."""
        return opened(self.plain.decrypt, ciphertext, associated_data)


def over(cipher: aead.Aead, former: bytes | memoryview | None) -> aead.Aead:
    """What seals in place of `former`: by its slot, so that overwriting one slot reaches every version there was."""
    number = number_of(former)
    return Slotted(cipher.plain, number) if isinstance(cipher, Slotted) and number is not None else cipher


def beside(cipher: aead.Aead, number: int | None) -> aead.Aead:
    """What seals by the slot of something else; by none where that has none yet."""
    if not isinstance(cipher, Slotted):
        return cipher
    return cipher.plain if number is None else Slotted(cipher.plain, number)


# --- what the worker does ---


def tend(execute: Callable[..., Any], database: str | None = None) -> int:
    """Overwrite the slots of what was deleted or replaced, and keep some ready. Returns how many were overwritten.

    `execute` gives a cursor in autocommit. A slot is struck from the list after it was overwritten: cut off, it is
    overwritten twice. Raises `SlotsMissing`, `NoRoom`.
    """
    (last, used) = execute("SELECT last_value, is_called FROM vault_slot").fetchone()
    wanted = (last + BLOCK if used else 0) + AHEAD
    if ready(database) < wanted:
        make_ready(wanted, database)
    done = 0
    while rows := execute("SELECT id, number FROM vault_spentslot ORDER BY id LIMIT 10000").fetchall():
        spend((number for _id, number in rows), database)
        execute("DELETE FROM vault_spentslot WHERE id = ANY(%s)", [[row_id for row_id, _number in rows]])
        done += len(rows)
    return done
