"""The open catalogue among many practices: search with facets, a practice's page ready made and made anew.

    python benchmarks/practices.py [practices [rounds]]

One practice is published by the acts of the house and multiplied in SQL, with other names, themes, people, countries
and words. Printed are the p95 of whole requests through every middleware, the processor of this process, and ratios
within the same run, turn by turn: clocks differ from hour to hour, ratios less.
"""

import dataclasses
import functools
import statistics
import sys
import time
from collections.abc import Callable
from itertools import cycle
from pathlib import Path

from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

import ground
import house
from cast import assemble
from contratrata.doors.web import urls
from contratrata.ground.base.anonymous import public_page
from contratrata.knowledge.practices import ready
from contratrata.knowledge.practices.index import index
from contratrata.knowledge.practices.models import Lasting, Published
from reviewing import published

#: What each copy says besides: the rest of its number by so many picks the words.
_WORDS = (
    "albergue", "frontera", "escuela", "radio", "juzgado", "consulado", "puerto", "finca", "hotel", "taller",
    "intérprete", "familia", "policía", "fiscalía", "salud", "empleo", "retorno", "redes", "señas", "cuaderno",
)  # fmt: skip
_COPY = """
INSERT INTO {table} ({columns})
SELECT {values} FROM {table} o, generate_series(2, %(most)s) n, LATERAL (SELECT
    (%(words)s::text[])[1 + n %% 20] || ' ' || (%(words)s::text[])[1 + (n / 20) %% 20] || ' ' || n AS words) w
WHERE o.number = 1
"""
#: Columns that each copy has of its own, in SQL over `n` and `w.words`.
_OWN = {
    "id": "gen_random_uuid()",
    "row_id": "('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid",
    "number": "n",
    "turn": "n",
    "published_at": "o.published_at - n * interval '7 minutes'",
    "country": "(ARRAY['GTM','CRI','HND','NIC','PAN','SLV','BLZ','DOM'])[1 + n %% 8]",
    "area": "(ARRAY['{{prevention}}','{{protection}}','{{prosecution,protection}}','{{cooperation}}'])"
    "[1 + n %% 4]::text[]",
    "population": "(ARRAY['{{children}}','{{women,children}}','{{migrants}}','{{men}}','{{indigenous,women}}'])"
    "[1 + n %% 5]::text[]",
    "maturity": "(1 + n %% 3)::text",
    "evidence": "(1 + n %% 4)::text",
    "band": "(ARRAY['low','middle','high','highest'])[1 + n %% 4]",
    "lead_search": "setweight(to_tsvector('spanish', w.words), 'A') || o.lead_search",
    "text_search": "setweight(to_tsvector('spanish', w.words), 'A') || o.text_search",
}
#: What is searched: words that few, some and all say, with and without facets; the catalogue as it opens.
QUERIES = (
    "", "tema=protection", "tema=protection&para=children&pais=GTM", "q=albergue", "q=frontera+escuela",
    "q=radio&tema=prevention", "q=faro", "q=faro&madurez=2&evidencia=3", "q=NNA+familia", "q=violonchelo",
    "pais=GTM&pais=CRI&costo=low", "q=policia&para=migrants", "pagina=40", "q=faro&pagina=900",
)  # fmt: skip


def multiply(most: int) -> None:
    """Copy the one practice that there is, in the database itself, as the owner."""
    with house.connect("owner") as owner:
        owner.execute("SELECT set_config('app.publishing', 'practices_published,practices_lasting', false)")
        for model in (Published, Lasting):
            columns = [field.column for field in model._meta.concrete_fields]
            values = (
                ", ".join(_OWN.get(column, f"o.{column}") for column in columns)
                .replace("{{", "{")
                .replace("}}", "}")
            )
            statement = _COPY.replace("{table}", model._meta.db_table).replace(
                "{columns}", ", ".join(columns)
            )
            owner.execute(statement.replace("{values}", values), {"most": most, "words": list(_WORDS)})  # type: ignore[arg-type]
            owner.execute(f"VACUUM (FULL, ANALYZE) {model._meta.db_table}")  # type: ignore[arg-type]


@public_page
def bare(request: HttpRequest) -> HttpResponse:
    """The least a cached page can be: its text from the cache of the site, behind the same middleware."""
    return HttpResponse(cache.get("benchmark"))


urls.urlpatterns.append(path("benchmark/bare/", bare, name="benchmark"))


@dataclasses.dataclass
class Measured:
    """Of each call: the clock, this process's processor, and that of the database's process that serves it, in ms."""

    clocks: list[float] = dataclasses.field(default_factory=list)
    ours: list[float] = dataclasses.field(default_factory=list)
    database: list[float] = dataclasses.field(default_factory=list)

    def once(self, ask: Callable[[], object]) -> None:
        """Call it and note what it took."""
        begin, busy, served = time.perf_counter(), time.process_time(), of_database()
        ask()
        self.clocks.append((time.perf_counter() - begin) * 1000)
        self.ours.append((time.process_time() - busy) * 1000)
        self.database.append(of_database() - served)

    def both(self) -> list[float]:
        """What each call takes where nothing else runs: one process works, the other waits for it."""
        return [a + b for a, b in zip(self.ours, self.database, strict=True)]

    def line(self) -> str:
        """The figures in one line."""
        return (
            f"p95 by the clock {p95(self.clocks):6.1f} ms, of both processors {p95(self.both()):5.1f} ms; medians: "
            f"ours {statistics.median(self.ours):5.1f} ms, the database's {statistics.median(self.database):5.1f} ms"
        )


def of_database() -> float:
    """Milliseconds of processor that the database's process of our connection has used."""
    connection.ensure_connection()
    return int(Path(f"/proc/{connection.connection.info.backend_pid}/schedstat").read_text().split()[0]) / 1e6


def repeated(ask: Callable[[], object], rounds: int) -> Measured:
    """So many calls of one thing."""
    measured = Measured()
    for _round in range(rounds):
        measured.once(ask)
    return measured


def p95(values: list[float]) -> float:
    """The value that 95 of a hundred do not pass."""
    return sorted(values)[max(0, round(len(values) * 0.95) - 1)]


def get(address: str) -> HttpResponse:
    """A page of the public face, which must be there."""
    answer = Client().get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return answer


def searches(rounds: int) -> None:
    """The search with its facets: words that nobody looked for before, then each question by itself."""
    begin = time.perf_counter()
    get("/es/practicas/")
    ground.told(
        f"the first search after a publication {1000 * (time.perf_counter() - begin):.0f} ms by the clock"
    )
    queries = cycle(QUERIES)

    def search() -> None:
        index().orders.clear()
        get(f"/es/practicas/?{next(queries)}")

    ground.told(f"search, words for the first time: {repeated(search, rounds).line()}")
    for query in QUERIES:
        measured = repeated(functools.partial(get, f"/es/practicas/?{query}"), 15)
        ground.told(f"  {query or '(all)':40} {measured.line()}")


def pages(rounds: int) -> None:
    """A practice's page ready made beside the bare view, turn by turn, then made anew."""
    page = "/es/practicas/bp-7/"
    cache.set("benchmark", get(page).content.decode())
    ours, least = Measured(), Measured()
    for _round in range(rounds):  # turn by turn: whatever else the machine does falls on both
        ours.once(functools.partial(get, page))
        least.once(functools.partial(get, "/benchmark/bare/"))
    ground.told(f"a practice ready made: {ours.line()}")
    ground.told(f"bare cached view:      {least.line()}")
    by_clock = statistics.median(least.clocks) / statistics.median(ours.clocks)
    by_processor = statistics.median(least.both()) / statistics.median(ours.both())
    ground.told(
        f"requests a second, ours to the bare view's: {by_clock:.2f} by the clock, {by_processor:.2f} by processor"
    )

    def anew() -> None:
        ready._pages.clear()
        get(page)

    ground.told(f"a practice made anew: {repeated(anew, 60).line()}")


def main() -> None:
    """Fill, measure, empty."""
    most, rounds = (int(one) for one in (*sys.argv[1:], *("20000", "400")[len(sys.argv) - 1 :]))
    house.empty()
    published(assemble())
    multiply(most)
    ground.told(f"{most} practices; a loop of this machine takes {ground.reference():.2f} s now")
    searches(rounds)
    pages(rounds)
    house.empty()


if __name__ == "__main__":
    main()
