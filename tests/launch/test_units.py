"""The units of systemd that the guide proposes: systemd itself reads them without a word, and finds them closed."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from contratrata.launch.run import WORKER_CLASS

UNITS = Path(__file__).resolve().parents[2] / "docs/operations/units"
ANALYZE = shutil.which("systemd-analyze")
#: systemd's own scale: 0 is closed, 10 open; under 2 it says «OK», a plain service has 9.6.
MOST_EXPOSED = 2.0

with_systemd = pytest.mark.skipif(ANALYZE is None, reason="no systemd here")


@with_systemd
@pytest.mark.parametrize("name", sorted(one.name for one in UNITS.glob("*.service")))
def test_systemd_understands_the_unit_and_finds_it_closed(name: str, tmp_path: Path) -> None:
    unit = tmp_path / name
    text = (UNITS / name).read_text(encoding="utf-8")
    assert "/opt/contratrata/.venv/bin/python" in text  # where the guide installs it, and no place of a test
    unit.write_text(text.replace("/opt/contratrata/.venv/bin/python", sys.executable), encoding="utf-8")
    read = subprocess.run([str(ANALYZE), "verify", str(unit)], capture_output=True, text=True, check=False)
    complaints = [line for line in read.stderr.splitlines() if name in line]
    assert (read.returncode, complaints) == (0, [])
    judged = subprocess.run(
        [str(ANALYZE), "security", "--offline=true", str(unit)], capture_output=True, text=True, check=True
    )
    (exposure,) = re.findall(r"exposure level for \S+: ([\d.]+)", judged.stdout)
    assert float(exposure) < MOST_EXPOSED


@pytest.mark.parametrize("name", ["contratrata-web.service", "compose.yaml"])
def test_the_web_is_started_as_make_run_starts_it(name: str) -> None:
    text = (UNITS / name).read_text(encoding="utf-8")
    assert [word for word in (WORKER_CLASS, "--preload", "--no-control-socket") if word not in text] == []
