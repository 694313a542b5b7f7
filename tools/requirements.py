"""Pin and hash requirements*.in anew; pins that stand stay, unless `--upgrade` is said.

Needs uv: of the machine, else fetched into the environment.
"""

from __future__ import annotations

import importlib.util
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
_SETS = ("requirements", "requirements-dev", "requirements-node")  # the first constrains the second
_OPTIONS = (
    "--generate-hashes",
    "--no-emit-index-url",
    "--no-emit-find-links",
    "--no-annotate",
    "--no-header",
)


def uv() -> list[str]:
    path = shutil.which("uv")
    if path:
        return [path]
    if importlib.util.find_spec("uv") is None:
        subprocess.run([sys.executable, "-m", "pip", "install", "--quiet", "uv"], check=True)
    return [sys.executable, "-m", "uv"]


def main() -> None:
    for name in _SETS:
        command = [*uv(), "pip", "compile", "--quiet", "--universal", "-p", "3.11", *_OPTIONS, *sys.argv[1:]]
        subprocess.run([*command, f"{name}.in", "-o", f"{name}.txt"], cwd=ROOT, check=True)
        written = ROOT.joinpath(f"{name}.txt").read_text(encoding="utf-8")
        # A lock that names a registry or a folder would only install where it was made.
        if re.search(r"://|(?m:^\s*-)(?!-hash)|\s@ ", written.replace("    --hash", "")):
            sys.exit(f"{name}.txt nombra un registro o una carpeta; no lo guarde.")
        print(f"{name}.txt: {written.count('==')} paquetes")


if __name__ == "__main__":
    main()
