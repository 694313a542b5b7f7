"""How long the ficha of a practice takes as PDF: `python benchmarks/ficha.py [rounds]`. Needs no database."""

import datetime as dt
import os
import statistics
import sys
import time
import uuid
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src")]
os.environ["CONTRATRATA_MODE"] = "test"
os.environ["DJANGO_SETTINGS_MODULE"] = "contratrata.settings"

import django  # noqa: E402

django.setup()

from django.utils import translation  # noqa: E402

from contratrata.ground.things.public import to_row  # noqa: E402
from contratrata.knowledge.practices.ficha import ficha  # noqa: E402
from contratrata.knowledge.practices.models import CRITERIA, QUESTIONS, Published  # noqa: E402


def example() -> Published:
    """The first invented practice of the demonstration, with two reviews."""
    data = QUESTIONS.examples[0]
    now = dt.datetime(2026, 11, 29, tzinfo=dt.UTC)
    row = Published(row_id=uuid.uuid4(), number=1, version=1, published_at=now, maturity="2", evidence="3")
    values = {
        fact.name: fact.kind.read(data[fact.name]) if fact.name in data else fact.kind.empty
        for fact in QUESTIONS.facts
    }
    to_row(QUESTIONS.facts, row, values)
    row.judged = [{"country": country, "levels": [3] * len(CRITERIA)} for country in ("GTM", "PAN")]
    return row


def main(rounds: int) -> None:
    """Print the median and the slowest of twenty."""
    with translation.override("es"):
        row = example()
        ficha(row, published_on=row.published_at)  # what is loaded once is not measured
        taken = []
        for _ in range(rounds):
            began = time.perf_counter()
            ficha(row, published_on=row.published_at)
            taken.append((time.perf_counter() - began) * 1_000)
    slowest = statistics.quantiles(taken, n=20)[-1]
    print(f"ficha en PDF: mediana {statistics.median(taken):.0f} ms, p95 {slowest:.0f} ms, {rounds} veces")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 40)
