"""Write down what protects the rows, from a database that was just migrated (the tests' own).

    python tools/protection.py      # after a migration that makes a table, a policy, a trigger, a function or a grant

`tests/test_protection.py` says when it is time.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def main() -> None:
    """Prepare the tests' database as the tests do, and write `protection.json` from it."""
    os.environ["CONTRATRATA_HOME"] = os.environ.get("CONTRATRATA_TEST_HOME", str(ROOT / ".test-home"))
    os.environ |= {"CONTRATRATA_MODE": "test", "DJANGO_SETTINGS_MODULE": "contratrata.settings"}
    sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "src")]
    import house

    house.ready()
    from contratrata.ground.base import protection

    with house.connect("app") as connection:
        protection.EXPECTED.write_text(
            protection.written(protection.current_lines(connection)), encoding="utf-8"
        )
    print(protection.EXPECTED.relative_to(ROOT))


if __name__ == "__main__":
    main()
