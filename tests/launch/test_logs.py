"""A log that is full is put aside while its process goes on writing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from contratrata.launch.logs import MOST_FILES, rotate

_WRITES = """
import sys
for line in sys.stdin:
    print(line * 100, end="", flush=True)
    print("ok", file=sys.stderr, flush=True)
"""


def test_a_process_goes_on_writing_into_the_emptied_file(tmp_path: Path) -> None:
    log = tmp_path / "web.log"
    with log.open("ab") as out:
        process = subprocess.Popen(
            [sys.executable, "-c", _WRITES],
            stdin=subprocess.PIPE,
            stdout=out,
            stderr=subprocess.PIPE,
            text=True,
        )
    assert process.stdin is not None
    assert process.stderr is not None
    try:
        for number in range(MOST_FILES + 3):
            print(f"pasada {number}", file=process.stdin, flush=True)
            assert process.stderr.readline() == "ok\n"
            assert rotate([log], most=500) == [log]
            assert log.stat().st_size == 0
        print("al final", file=process.stdin, flush=True)
        assert process.stderr.readline() == "ok\n"
        assert log.read_text() == "al final\n" * 100
        aside = sorted(path.name for path in tmp_path.iterdir())
        assert aside == ["web.log", *(f"web.log.{n}" for n in range(1, MOST_FILES + 1))]
        assert log.with_name("web.log.1").read_text() == f"pasada {MOST_FILES + 2}\n" * 100
        assert log.with_name("web.log.1").stat().st_mode & 0o777 == 0o600
        assert rotate([log, tmp_path / "none.log"], most=5000) == []
    finally:
        process.communicate()
