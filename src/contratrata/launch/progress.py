"""One line a step: what is being done, then how it went and how long it took. Standard library only."""

from __future__ import annotations

import contextlib
import sys
import threading
import time
from collections.abc import Iterator

_WIDTH = 46


def seconds(elapsed: float) -> str:
    """A duration as a person says it: `0,4 s`, `1 min 12 s`."""
    if elapsed < 60:
        return f"{elapsed:.1f} s".replace(".", ",")
    whole = round(elapsed)
    return f"{whole // 60} min {whole % 60} s"


class Step:
    """The step under way; `note` says how it ended when «listo» is not the word."""

    def __init__(self) -> None:
        self.note = "listo"


@contextlib.contextmanager
def step(title: str) -> Iterator[Step]:
    """Print `title`, a running clock on a terminal, and the outcome, all on one line."""
    here = Step()
    begin = time.monotonic()
    label = f"  {title} ".ljust(_WIDTH, ".")
    ended = threading.Event()
    terminal = sys.stdout.isatty()

    def tick() -> None:
        while not ended.wait(1.0):
            print(f"\r{label} {seconds(time.monotonic() - begin)}", end="", flush=True)

    print(label, end="" if terminal else " ", flush=True)
    clock = threading.Thread(target=tick, daemon=True)
    if terminal:
        clock.start()
    try:
        yield here
    except BaseException:
        here.note = "no se pudo"
        raise
    finally:
        ended.set()
        if terminal:
            clock.join()
        start = f"\r{label} " if terminal else ""
        print(f"{start}{here.note} ({seconds(time.monotonic() - begin)})", flush=True)
