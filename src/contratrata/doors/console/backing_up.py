"""Making a back-up: the data, the files and the manifest into one folder, the keys into a file apart.

Everything of the database comes from one snapshot. What is half-made is called `.half-…` and is taken away by
the next back-up; only a whole one gets its name.
"""

import base64
import dataclasses
import datetime as dt
import hashlib
import json
import os
import shutil
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings
from django.core.management.base import CommandError
from psycopg import sql

from contratrata.ground.base import clock
from contratrata.ground.vault.public import master, shredding, slots

from . import databases, recovery, slotting, tables, tools, turning
from .envelopes import CHUNK, Sealer, digest, pour

PREFIX, KEY_PREFIX, HALF = "copia-", "keys-", ".half-"
#: The part of a key file that holds the slots (`vault.slots`).
SLOTS = "slots"
#: Key files older than this are deleted: from then on an erased person is erased from every back-up.
KEEP_KEYS = dt.timedelta(days=35)
STAMP = "%Y%m%dT%H%M%SZ"


@dataclasses.dataclass(frozen=True, slots=True)
class BackupResult:
    """A back-up that was made, with the memory of its keys (to prove it at once)."""

    folder: Path
    keys: Path
    stamp: str
    sealer: Sealer
    rows: int
    forgotten: list[str]


def stamp_of(name: str) -> dt.datetime | None:
    """The moment in the name of a back-up or key file; None for any other name."""
    for prefix in (PREFIX, KEY_PREFIX):
        if name.startswith(prefix):
            try:
                return dt.datetime.strptime(name.removeprefix(prefix).split(".")[0], STAMP).replace(
                    tzinfo=dt.UTC
                )
            except ValueError:
                return None
    return None


def proof_of(manifest: dict[str, Any]) -> bytes:
    """The text of a manifest that the seal keyset proves."""
    return json.dumps(manifest, sort_keys=True, separators=(",", ":")).encode()


def make(to: Path, keys_to: Path) -> BackupResult:
    """Back up this installation. Raises `CommandError`; a full disk or a kill leaves no back-up by name."""
    public = recovery.public()
    sealer = Sealer(public)
    for folder in (to, keys_to):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        _sweep(folder)
    stamp = clock.now().astimezone(dt.UTC).strftime(STAMP)
    half, final = to / f"{HALF}{PREFIX}{stamp}", to / f"{PREFIX}{stamp}"
    half_keys, final_keys = (
        keys_to / f"{HALF}{KEY_PREFIX}{stamp}.sealed",
        keys_to / f"{KEY_PREFIX}{stamp}.sealed",
    )
    if final.exists() or final_keys.exists():
        raise CommandError(f"Ya hay una copia {stamp}; espere un segundo.")
    half.mkdir(mode=0o700)
    try:
        rows = _write(half, half_keys, stamp, sealer)
        _sync(half)
        # The keys first: a key file without its data harms nobody, data without its keys is no back-up.
        half_keys.rename(final_keys)
        _sync(keys_to)
        half.rename(final)
        _sync(to)
    except OSError as error:
        _sweep(to)
        _sweep(keys_to)
        raise CommandError(f"La copia no se hizo: {error.strerror or error}.") from error
    except BaseException:
        _sweep(to)
        _sweep(keys_to)
        raise
    return BackupResult(final, final_keys, stamp, sealer, rows, _forget(keys_to))


def _write(half: Path, half_keys: Path, stamp: str, sealer: Sealer) -> int:
    with databases.connect("keeper") as keeper, turning.alone(keeper):
        if not databases.has_table(keeper, "vault_shredding"):
            raise CommandError("La base de datos está vacía: no hay nada que copiar.")
        shredding.catch_up(keeper)
        slotting.gather(keeper)
        tables.plain_settings(keeper)
        with keeper.transaction():
            keeper.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            row = keeper.execute("SELECT pg_export_snapshot()").fetchone()
            snapshot = str(row[0]) if row else ""
            server = keeper.info.server_version // 10_000
            with sealer.writing(half / "data.sealed", f"{stamp}|data") as stream:
                _dump(stream, snapshot, server)
            result = tables.sums(keeper)
            with sealer.writing(half_keys, f"{stamp}|keys") as stream:
                for frame in _key_frames(keeper, {name: result[name] for name in tables.KEYS}):
                    stream.write(frame)
    with sealer.writing(half / "files.sealed", f"{stamp}|files") as stream:
        files = _pack(stream)
    manifest: dict[str, Any] = {
        "stamp": stamp,
        "server": server,
        "tables": {name: content for name, content in result.items() if name not in tables.KEYS},
        "files": files,
        "parts": {name: digest(half / f"{name}.sealed") for name in ("data", "files")},
    }
    proof = base64.b64encode(master.seal_mac().compute_mac(proof_of(manifest))).decode()
    with sealer.writing(half / "manifest.sealed", f"{stamp}|manifest") as stream:
        stream.write(json.dumps({"manifest": manifest, "proof": proof}).encode())
    return sum(details["count"] for details in result.values())


def _dump(stream: BinaryIO, snapshot: str, server: int) -> None:
    place, env = tools.target(databases.known(), "keeper", databases.name())
    command = [
        str(tools.program("pg_dump", server)),
        "--format=custom",
        "--compress=3",
        "--no-comments",
        "--no-publications",
        "--no-subscriptions",
        "--schema=public",
        f"--snapshot={snapshot}",
        *(f"--exclude-table-data=public.{name}" for name in (*tables.KEYS, *tables.PASSING)),
        f"--dbname={place}",
    ]
    with tools.giving(command, env) as source:
        pour(source, stream)


def _key_frames(keeper: databases.Connection, sums: dict[str, tables.Sum]) -> Iterator[bytes]:
    """The key file: frames of a JSON line (`part`, `bytes`) and so many bytes; a part may take several."""
    folder = Path(settings.KEYS_FOLDER)
    for name in master.FILES:
        yield frame(name, (folder / name).read_bytes())
    yield frame("sums", json.dumps(sums).encode())
    for table in tables.KEYS:
        columns = tables_columns(keeper, table)
        yield frame(f"columns:{table}", json.dumps(columns).encode())
        with keeper.cursor() as cursor:
            query = sql.SQL("COPY {} ({}) TO STDOUT").format(
                sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, columns))
            )
            waiting = bytearray()
            with cursor.copy(query) as copy:
                for data in copy:
                    waiting += data
                    if len(waiting) >= CHUNK:
                        yield frame(table, bytes(waiting))
                        waiting.clear()
            yield frame(table, bytes(waiting))
    # After the snapshot: every row of it has its slot here, unless it was erased meanwhile.
    for piece in slots.chunks():
        yield frame(SLOTS, piece)
    yield frame("end", b"")


def frame(part: str, content: bytes) -> bytes:
    """One piece of a key file."""
    return json.dumps({"part": part, "bytes": len(content)}).encode() + b"\n" + content


def tables_columns(keeper: databases.Connection, table: str) -> list[str]:
    """The columns of a table, in their order."""
    rows = keeper.execute(
        "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped "
        "ORDER BY attnum",
        [f"public.{table}"],
    )
    return [str(name) for (name,) in rows]


def files_folder() -> Path:
    """Where uploaded (sealed) files are on this machine; empty where they lie in a bucket (`settings.S3_BUCKET`)."""
    default: Any = settings.STORAGES["default"]
    return Path(default["OPTIONS"].get("location", Path(settings.HOME) / "files"))


def _pack(stream: BinaryIO) -> dict[str, Any]:
    """The files as a tar stream, and what is in it: how many, how large, a hash of names and contents."""
    root, count, size, whole = files_folder(), 0, 0, hashlib.sha256()
    with tarfile.open(fileobj=stream, mode="w|") as tar:
        for path in sorted(root.rglob("*")) if root.exists() else []:
            if path.is_symlink() or not path.is_file():
                continue
            name = path.relative_to(root).as_posix()
            tar.add(path, arcname=name, recursive=False)
            count, size = count + 1, size + path.stat().st_size
            whole.update(f"{name}\0{digest(path)}\n".encode())
    return {"count": count, "bytes": size, "sha256": whole.hexdigest()}


def _forget(folder: Path) -> list[str]:
    """Delete key files that have become too old; returns their names."""
    gone = []
    for path in sorted(folder.glob(f"{KEY_PREFIX}*.sealed")):
        created = stamp_of(path.name)
        if created is not None and created < clock.now() - KEEP_KEYS:
            path.unlink()
            gone.append(path.name)
    return gone


def _sweep(folder: Path) -> None:
    """Take away what was left half-made."""
    for path in folder.glob(f"{HALF}*"):
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
