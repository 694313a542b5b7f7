"""PostgreSQL's own programs for dumping and restoring, fed and read as streams."""

import contextlib
import os
import re
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, BinaryIO

from django.core.management.base import CommandError

from contratrata.launch import binaries, logins
from contratrata.launch.cluster import conninfo
from contratrata.launch.errors import LaunchError

from .envelopes import CHUNK

#: What is said first by a program that `pipe` listens to, changed on its way.
Change = Callable[[bytes], bytes]
_BEGINNING = 4096


def _version(program: Path) -> int:
    output = subprocess.run([str(program), "--version"], capture_output=True, text=True, check=True).stdout
    match = re.search(r"(\d+)", output)
    return int(match.group(1)) if match else 0


def program(name: str, server: int) -> Path:
    """pg_dump or pg_restore at least as new as the server: those of the house, else those on the PATH.

    Raises `CommandError` when there is none.
    """
    result = []
    with contextlib.suppress(LaunchError):
        result.append(binaries.programs() / name)
    on_path = shutil.which(name)
    if on_path:
        result.append(Path(on_path))
    for one in result:
        if one.is_file() and _version(one) >= server:
            return one
    raise CommandError(f"Falta «{name}» de PostgreSQL {server} o posterior (instálelo o póngalo en el PATH).")


def target(server: logins.Database, login: str, database: str) -> tuple[str, dict[str, str]]:
    """The connection string without its password, and the environment that carries it."""
    who = server["logins"][login]
    place = conninfo(
        host=server["host"],
        port=server["port"],
        user=who["user"],
        dbname=database,
        **server.get("options", {}),
    )
    stored = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH", "TMPDIR") if name in os.environ}
    return place, {**stored, "PGPASSWORD": who["password"], "LC_ALL": "C.UTF-8", "PGCLIENTENCODING": "UTF8"}


def _fail(name: str, binary_i_o: BinaryIO) -> CommandError:
    binary_i_o.seek(0)
    text = binary_i_o.read().decode(errors="replace").strip()
    return CommandError(f"«{name}» no terminó bien:\n{text[-2000:]}")


@contextlib.contextmanager
def giving(command: list[str], env: dict[str, str]) -> Iterator[IO[bytes]]:
    """The output of a program as a stream. Raises `CommandError` when it ends badly."""
    with tempfile.TemporaryFile() as words:
        process = subprocess.Popen(
            command, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=words
        )
        assert process.stdout is not None  # noqa: S101 - asked for above
        try:
            yield process.stdout
        except BaseException:
            process.kill()
            process.wait()
            raise
        finally:
            process.stdout.close()
        if process.wait():
            raise _fail(Path(command[0]).name, words)


def _pour_in(source: IO[bytes], target: IO[bytes]) -> None:
    """All of a stream into a program, which may stop reading early."""
    with contextlib.suppress(BrokenPipeError):
        while chunk := source.read(CHUNK):
            target.write(chunk)
    with contextlib.suppress(BrokenPipeError):
        target.close()


def feed(command: list[str], env: dict[str, str], source: BinaryIO, *, partly: bool = False) -> bytes:
    """Give a stream to a program and return what it says; `partly`: it may stop reading when it knows enough.

    Raises `CommandError` when it ends badly; a stream that turns out to be broken kills it.
    """
    with tempfile.TemporaryFile() as words, tempfile.TemporaryFile() as output:
        process = subprocess.Popen(command, env=env, stdin=subprocess.PIPE, stdout=output, stderr=words)
        assert process.stdin is not None  # noqa: S101 - asked for above
        try:
            _pour_in(source, process.stdin)
        except BaseException:
            process.kill()
            process.wait()
            raise
        if process.wait() and not partly:
            raise _fail(Path(command[0]).name, words)
        output.seek(0)
        return output.read()


def pipe(first: list[str], second: list[str], env: dict[str, str], source: BinaryIO, change: Change) -> None:
    """Give a stream to a program, and what that says, its beginning changed, to a second one.

    Nothing of it touches the disk. Raises `CommandError` with the words of the one that ended badly.
    """
    with tempfile.TemporaryFile() as sentence, tempfile.TemporaryFile() as then_said:
        giver = subprocess.Popen(
            first, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=sentence
        )
        taker = subprocess.Popen(
            second, env=env, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=then_said
        )
        assert giver.stdin is not None and giver.stdout is not None  # noqa: S101, PT018 - asked for above
        assert taker.stdin is not None  # noqa: S101 - asked for above
        passing = threading.Thread(target=_pass_on, args=(giver.stdout, taker.stdin, change), daemon=True)
        passing.start()
        try:
            _pour_in(source, giver.stdin)
        except BaseException:
            # The taker first: it must not take what it has for the whole.
            for process in (taker, giver):
                process.kill()
                process.wait()
            raise
        finally:
            passing.join()
        ended = [(taker.wait(), second, then_said), (giver.wait(), first, sentence)]
        for status, command, words in ended:
            if status:
                raise _fail(Path(command[0]).name, words)


def _pass_on(source: IO[bytes], target: IO[bytes], change: Change) -> None:
    with source, contextlib.suppress(BrokenPipeError), target:
        beginning = b""
        while len(beginning) < _BEGINNING and (chunk := source.read1(_BEGINNING)):  # type: ignore[attr-defined]
            beginning += chunk
        target.write(change(beginning))
        while chunk := source.read(CHUNK):
            target.write(chunk)
