"""The fictitious register: the same by its seed, shaped like the region, and read by the same door."""

import collections
import datetime as dt

from bringing import staged

from cast import Cast
from contratrata.care.cases.demo import workbook
from contratrata.ground.base import clock
from contratrata.ground.base.scope import acting
from contratrata.ground.imports import queries


def test_the_same_seed_gives_the_same_persons() -> None:
    day = dt.date(2026, 11, 21)
    assert workbook.rows("HND", 30, seed="A", today=day) == workbook.rows("HND", 30, seed="A", today=day)
    assert workbook.rows("HND", 30, seed="A", today=day) != workbook.rows("HND", 30, seed="B", today=day)


def test_it_is_shaped_like_the_region() -> None:
    created = workbook.rows("GTM", 600, seed="A", today=dt.date(2026, 11, 21))
    females = sum(row["x_Sex"] == "Female" for row in created)
    assert 0.88 < females / 600 < 0.97  # 93 per cent in the shares of the country
    forms = collections.Counter(row["vic_TypeOfExploitation"].split(";")[0] for row in created)
    assert 0.6 < forms["SexualExploitation"] / 600 < 0.76


def test_the_importer_reads_it_and_asks_little(cast: Cast) -> None:
    one = staged(
        cast.ana, workbook.write(workbook.rows("CRI", 120, seed="A", today=clock.today())), "registro.xlsx"
    )
    with acting(cast.ana.scope):
        result = queries.counts(one)
        problems = list(one.rows.filter(outcome="refused").values_list("problem", "findings"))
        asked = list(one.rows.filter(outcome="asked").values_list("findings", flat=True))
    assert problems == []
    assert result["understood"] + result["repaired"] >= 105, asked
    assert result["asked"] >= 1
    assert result["repaired"] >= 5
