"""p95 of the server's time and the number of queries of the daily pages, with 10,000 cases in one organisation.

Run: `python benchmarks/pages.py [cases] [rounds]`. Whole requests through every middleware, page included, as
the supervisor who sees all the cases; the web server and the wire are left out.
"""

import random
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.test import Client

import ground
from cast import PASSWORD, Cast
from contratrata.care.cases.public import NewConsent, give_consent, register_cases
from contratrata.care.referrals import operations as referrals
from contratrata.ground.accounts.demo import enrol_demo
from contratrata.ground.base.scope import acting
from contratrata.ground.network.operations import create_organisation
from contratrata.ground.network.public import job_scope
from signin import sign_in
from telephone import shown_by

BATCH = 250
AIMS, PARTS = ("shelter",), ("identity", "profile")


def fill(cast: Cast, cases: int) -> tuple[str, str]:
    """The cases, ten small organisations, 200 referrals in the inbox of Horizonte. A case's path and a surname."""
    dice = random.Random(7)
    began = time.perf_counter()
    with acting(cast.ana.scope):
        last = [register_cases([ground.new_case(dice) for _ in range(BATCH)]) for _ in range(cases // BATCH)][
            -1
        ]
    rate = cases / (time.perf_counter() - began)
    ground.told(f"registered {cases} cases in batches of {BATCH}: {rate:.0f} a second")
    for number in range(10):
        small = create_organisation(
            name=f"Organización pequeña {number} (ficticia)", kind="cso", country="HND", fictitious=True
        )
        with acting(job_scope(small)):
            register_cases([ground.new_case(dice) for _ in range(20)])
    values = NewConsent(
        purpose="referral",
        recipient_id=cast.horizonte.id,
        aims=AIMS,
        parts=PARTS,
        given_by="person",
        means="written",
    )
    with acting(cast.ana.scope):
        for case in last[:200]:
            consent = give_consent(case.id, new=values)
            created = referrals.start(
                case_id=case.id, receiver_id=cast.horizonte.id, aims=AIMS, urgency="h72"
            )
            referrals.choose_parts(created.id, parts=PARTS)
            referrals.choose_consent(created.id, consent_id=consent.id)
            referrals.send(created.id)
    return f"/casos/{last[0].id}/", f"{ground.name(dice, 3)} {ground.name(dice, 3)}"


def analyse() -> None:
    """What a real database does by itself within minutes: count its rows."""
    with ground.house.connect("owner") as owner:
        owner.execute("ANALYZE")


def measure(client: Client, path: str, rounds: int) -> tuple[float, float, int]:
    """p95 in ms by the clock, the median of the processor's ms (ours, not the database's), number of queries."""
    for _ in range(3):
        assert client.get(path).status_code == 200, path
    asked = []

    def count(execute: Any, statement: str, *rest: Any) -> Any:
        asked.append(statement)
        return execute(statement, *rest)

    with connection.execute_wrapper(count):
        client.get(path)
    times, processor = [], []
    for _ in range(rounds):
        began, spent = time.perf_counter(), time.process_time()
        client.get(path)
        times.append(time.perf_counter() - began)
        processor.append(time.process_time() - spent)
    return ground.p95(times), statistics.median(processor) * 1000, len(asked)


def signing_in(cast: Cast) -> tuple[float, float, int]:
    """The same of signing in, password and code, once for each of the cast: no code is taken twice."""
    players = [
        cast.ana,
        cast.beatriz,
        cast.carla,
        cast.flor,
        cast.hilda,
        cast.diana,
        cast.elena,
        cast.irma,
        cast.gloria,
    ]
    times, processor, asked = [], [], 0
    for number, player in enumerate(players):
        enrol_demo(player.user, PASSWORD)
        client = Client(SERVER_NAME="localhost", REMOTE_ADDR=f"127.0.0.{number + 1}")
        client.get("/entrar/")
        code = shown_by(player.user)
        counted: list[str] = []

        def count(execute: Any, statement: str, *rest: Any, counted: list[str] = counted) -> Any:
            counted.append(statement)
            return execute(statement, *rest)

        began, spent = time.perf_counter(), time.process_time()
        with connection.execute_wrapper(count):
            client.post("/entrar/", {"login": player.user.email, "password": PASSWORD})
            answer = client.post("/entrar/segundo-paso/", {"code": code})
        times.append(time.perf_counter() - began)
        processor.append(time.process_time() - spent)
        assert answer.status_code == 302, answer.status_code
        asked = len(counted)
    return ground.p95(times), statistics.median(processor) * 1000, asked


def main() -> None:
    """Print the table."""
    cases, rounds = (int(one) for one in (*sys.argv[1:3], *("10000", "60")[len(sys.argv) - 1 :]))
    cast = ground.cast()
    case, surname = fill(cast, cases)
    analyse()
    measured = [("signing in", signing_in(cast))]
    come: Callable[..., Client] = lambda player: sign_in(Client(SERVER_NAME="localhost"), player)  # noqa: E731
    supervisor, receiver = come(cast.beatriz), come(cast.diana)
    supervisor.post("/casos/buscar/", {"words": surname})
    pages = [
        ("list", supervisor, "/casos/"),
        ("search by name", supervisor, "/casos/?buscado=1"),
        ("case", supervisor, case),
        ("inbox", receiver, "/bandeja/"),
        ("Hoy", supervisor, "/hoy/"),
        ("Hoy of a receiver", receiver, "/hoy/"),
    ]
    ground.told(
        f"{'page':20} {'p95 ms':>8} {'cpu ms':>8} {'queries':>8}   ({rounds} requests each, {cases} cases)"
    )
    references = [ground.reference()]
    measured += [(words, measure(client, path, rounds)) for words, client, path in pages]
    for words, (slow, processor, queries) in measured:
        ground.told(f"{words:20} {slow:8.1f} {processor:8.1f} {queries:8d}")
        references.append(ground.reference())
    ground.told(
        f"5,000,000 additions in the same minutes: {min(references):.2f} to {max(references):.2f} s of one core"
    )


if __name__ == "__main__":
    main()
