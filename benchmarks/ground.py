"""What every benchmark stands on: a database of its own in the benchmarks' cluster, the cast, and invented cases.

The cluster waits for its disk at each commit, as in a real place (`CONTRATRATA_TEST_DURABLE=0`: as in the tests).
Each figure is printed with the command that made it.
"""

import os
import random
import statistics
import sys
import time
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests"), str(ROOT / "tests" / "journeys")]
os.environ["CONTRATRATA_HOME"] = os.environ.get("CONTRATRATA_TEST_HOME", str(ROOT / ".benchmark-home"))
os.environ.setdefault("CONTRATRATA_TEST_DURABLE", "1")
os.environ["CONTRATRATA_MODE"] = "test"
os.environ["CONTRATRATA_LOGIN"] = "app"
os.environ["CONTRATRATA_EMAIL_BACKEND"] = "django.core.mail.backends.locmem.EmailBackend"
os.environ["DJANGO_SETTINGS_MODULE"] = "contratrata.settings"
os.environ["PYTEST_XDIST_WORKER"] = "benchmark"

import house  # noqa: E402

os.environ["CONTRATRATA_DATABASE"] = house.database_of_worker()
house.ready()

import django  # noqa: E402

django.setup()

from cast import Cast, assemble  # noqa: E402
from contratrata.care.cases.public import (  # noqa: E402
    NewCase,
    NewNeed,
    NewStep,
)
from contratrata.ground.base import clock  # noqa: E402
from contratrata.ground.kinds.public import Where  # noqa: E402

_SOUNDS = (
    "ma",
    "ri",
    "lo",
    "san",
    "que",
    "tzal",
    "xo",
    "ne",
    "val",
    "du",
    "bren",
    "ca",
    "yo",
    "lis",
    "gua",
    "ter",
)


def name(dice: random.Random, parts: int) -> str:
    """An invented word that sounds like a name."""
    return "".join(dice.choice(_SOUNDS) for _ in range(parts)).capitalize()


def new_case(dice: random.Random) -> NewCase:
    """A case as a busy organisation has them: named, with needs, answers, a note and a next step."""
    return NewCase(
        values={
            "sex": dice.choice(("female", "female", "male")),
            "citizenships": (dice.choice(("GTM", "HND", "NIC", "SLV")),),
            "languages": ("spanish",),
            "age_years": dice.randint(18, 60),
            "given_names": f"{name(dice, 2)} {name(dice, 3)}",
            "first_surname": name(dice, 3),
            "second_surname": name(dice, 3),
            "exploitation": Where("GTM"),
            "act": {"recruitment": True},
            "means": {"deception": dice.random() < 0.7},
        },
        needs=(NewNeed(kind=dice.choice(("shelter", "legal", "health")), urgency="d7"),),
        note="Una nota inventada de dos líneas, como se escriben cada día.",
        next_step=NewStep(what="Llamar", due_at=clock.now()) if dice.random() < 0.02 else None,
    )


def cast() -> Cast:
    """An empty database with the cast in it."""
    house.empty()
    return assemble()


def p95(seconds: Sequence[float]) -> float:
    """The time, in ms, that 95 of 100 stay below."""
    return statistics.quantiles(seconds, n=20)[-1] * 1000


def reference() -> float:
    """Seconds this machine takes just now for a fixed piece of work of one core: what the times are to be held
    against (machines, and the same machine at another hour, differ)."""
    began = time.perf_counter()
    number = 0
    for step in range(5_000_000):
        number += step
    return time.perf_counter() - began


def told(line: str) -> None:
    """One line of the report."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()
