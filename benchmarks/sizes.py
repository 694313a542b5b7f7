"""What an organisation of 500 cases and one of 50,000 cost, among as many cases as the demonstration was given.

    contratrata demo --cases 1000000 --organisations 2000     (once, in a demonstration home)
    CONTRATRATA_HOME=<that home> python benchmarks/sizes.py [rounds [page…]]

For every page: the median of this process's processor, that of the database's process that serves it (Linux tells both
apart from the machine's other work, /proc/<pid>/schedstat), how many statements, and the ratio of the larger
organisation to the smaller. Beside them, in the same run and turn by turn, a bare view behind the same middleware
with one query through row-level security; and the main statement of the list, planned and run by the database alone.
The load of the machine is printed: ratios count, clocks do not.
"""

import json
import os
import statistics
import sys
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src")]
os.environ.setdefault("CONTRATRATA_HOME", str(ROOT / "var"))
os.environ.setdefault("CONTRATRATA_LOGIN", "app")
os.environ["DJANGO_SETTINGS_MODULE"] = "contratrata.settings"

import django  # noqa: E402

django.setup()

from django.conf import settings  # noqa: E402
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.contrib.sessions.backends.base import SessionBase  # noqa: E402
from django.db import connection  # noqa: E402
from django.http import HttpRequest, HttpResponse  # noqa: E402
from django.template import Context, Template  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import path  # noqa: E402
from django.utils.module_loading import import_string  # noqa: E402

from contratrata.care.cases.models import Case  # noqa: E402
from contratrata.doors.console.demo import multiplying, network  # noqa: E402
from contratrata.doors.console.demo.cast import address_of  # noqa: E402
from contratrata.doors.web import urls  # noqa: E402
from contratrata.ground.accounts import proofs  # noqa: E402
from contratrata.ground.accounts.models import User  # noqa: E402
from contratrata.ground.base.scope import acting  # noqa: E402
from contratrata.ground.network.access import signed_in  # noqa: E402

HELPERS = "/quien-puede-ayudar/?necesidad=psychosocial&pais=GTM&edad=30&sexo=female"
PAGES = (
    ("list", "supervisora", "/casos/"),
    ("list, without step", "supervisora", "/casos/?paso=sin"),
    ("list of a caseworker", "gestora", "/casos/"),
    ("Hoy", "supervisora", "/hoy/"),
    ("Hoy of a caseworker", "gestora", "/hoy/"),
    ("inbox", "enlace", "/bandeja/"),
    ("referrals sent", "supervisora", "/derivaciones/"),
    ("case", "supervisora", "case"),
    ("search by name", "supervisora", "search"),
    ("Quién puede ayudar", "gestora", HELPERS),
    ("Derivar, first page", "gestora", "/derivaciones/nueva/"),
)
_BARE = Template(
    "{% load i18n %}<ul>{% for case in cases %}<li>{{ case.code }} {{ case.state }}</li>{% endfor %}</ul>"
)


@signed_in
def bare(request: HttpRequest) -> HttpResponse:
    """The least a page can be: 25 cases through row-level security, a template, the house's middleware around it."""
    rows = Case.objects.order_by("-touched_at", "id").values("code", "state")[:25]
    return HttpResponse(_BARE.render(Context({"cases": rows})))


urls.urlpatterns.append(path("benchmark/bare/", bare, name="benchmark"))


def sign_in(handle: str, post: str) -> Client:
    """A browser of this person of a measured organisation, everything proved."""
    user = User.objects.get(email=address_of(post, handle))
    if user.conduct_version != settings.CONDUCT_VERSION:
        user.conduct_version = settings.CONDUCT_VERSION
        user.save(update_fields=["conduct_version"])
    session: SessionBase = import_string(f"{settings.SESSION_ENGINE}.SessionStore")()
    session[SESSION_KEY], session[HASH_SESSION_KEY] = str(user.pk), user.get_session_auth_hash()
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[proofs.SESSION_KEY] = str(user.pk)
    session.create()
    client = Client(SERVER_NAME="localhost")
    client.cookies[settings.SESSION_COOKIE_NAME] = str(session.session_key)
    return client


def of_database() -> float:
    """Milliseconds of processor that the database's process of our connection has used."""
    connection.ensure_connection()
    values = Path(f"/proc/{connection.connection.info.backend_pid}/schedstat").read_text()
    return int(values.split()[0]) / 1e6


class Measured:
    """One page of one organisation: our processor and the database's of each round, in milliseconds."""

    def __init__(self, client: Client, url: str) -> None:
        self.client, self.url = client, url
        self.processor: list[float] = []
        self.database: list[float] = []
        self.statements = 0

    def once(self, *, keep: bool = True) -> None:
        """Ask for the page."""
        asked = [0]

        def count(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
            asked[0] += 1
            return execute(sql, params, many, context)

        connection.ensure_connection()
        before = of_database()
        with connection.execute_wrapper(count):
            spent = time.process_time()
            response = self.client.get(self.url)
            spent = time.process_time() - spent
        if response.status_code != 200:
            raise SystemExit(f"{self.url}: {response.status_code}")
        if keep:
            self.processor.append(spent * 1000)
            self.database.append(of_database() - before)
            self.statements = asked[0]

    @property
    def medians(self) -> tuple[float, float]:
        """Our processor and the database's."""
        return statistics.median(self.processor), statistics.median(self.database)


def explained(client: Client, handle: str) -> tuple[float, float]:
    """Milliseconds the database plans and runs the list's own statement, the median of twenty."""
    asked: list[tuple[str, Any]] = []

    def keep(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if 'FROM "cases_case"' in sql and "ORDER BY" in sql:
            asked.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(keep):
        client.get("/casos/")
    member = next(one for one, _n in multiplying.measured(10**6) if one.handle == handle)
    result = []
    with acting(network.scope_for(member, "supervisora")), connection.cursor() as cursor:
        for _ in range(20):
            cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {asked[0][0]}", asked[0][1])
            plan = cursor.fetchone()[0]
            plan = json.loads(plan) if isinstance(plan, str) else plan
            result.append((plan[0]["Planning Time"], plan[0]["Execution Time"]))
    return statistics.median(one for one, _ in result), statistics.median(one for _, one in result)


def url_of(kind: str, client: Client, handle: str) -> str:
    """The address of a page that depends on the organisation."""
    if kind not in ("case", "search"):
        return kind
    member = next(one for one, _n in multiplying.measured(10**6) if one.handle == handle)
    with acting(network.scope_for(member, "supervisora")):
        case = Case.objects.filter(organisation_id=network.organisation_of(member).id).order_by(
            "-touched_at"
        )[0]  # type: ignore[union-attr]
    if kind == "case":
        return f"/casos/{case.id}/"
    client.post("/casos/buscar/", {"words": "Marisan Loquexo"})
    return "/casos/?buscado=1"


def main() -> None:
    """Print the table."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    say = sys.stdout.write
    small, large = (handle for handle, _name, _most in multiplying.MEASURED)
    say(f"load {os.getloadavg()}, {rounds} rounds, turn by turn\n")
    floor = Measured(sign_in(small, "supervisora"), "/benchmark/bare/")
    say(
        f"{'page':24}{'small: cpu':>11}{'db':>7}{'stm':>5}{'large: cpu':>12}{'db':>7}{'ratio':>13}{'of bare':>9}\n"
    )
    for name, post, kind in (page for page in PAGES if page[0] in sys.argv[2:] or not sys.argv[2:]):
        both = []
        for handle in (small, large):
            client = sign_in(handle, post)
            both.append(Measured(client, url_of(kind, client, handle)))
        for one in (*both, floor):
            for _ in range(3):
                one.once(keep=False)
        for _ in range(rounds):
            for one in (*both, floor):
                one.once()
        (cpu, db), (cpu_large, db_large) = (one.medians for one in both)
        ratio = (cpu_large + db_large) / (cpu + db)
        say(
            f"{name:24}{cpu:11.1f}{db:7.1f}{both[0].statements:5d}{cpu_large:12.1f}{db_large:7.1f}{ratio:13.2f}"
            f"{cpu / floor.medians[0]:9.1f}\n"
        )
        sys.stdout.flush()
    for handle in (small, large):
        plan, run = explained(sign_in(handle, "supervisora"), handle)
        say(f"main statement of the list, {handle}: planned in {plan:.2f} ms, run in {run:.2f} ms\n")
    cpu, db = floor.medians
    say(f"{'bare view':24}{cpu:11.1f}{db:7.1f}{floor.statements:5d}\nload {os.getloadavg()}\n")


if __name__ == "__main__":
    main()
