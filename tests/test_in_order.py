"""Long lists are read in the order of an index: the database never sorts all the rows of an organisation for a page."""

import json
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from cast import Cast, Player
from contratrata.care.cases.models import Case
from contratrata.ground.base.scope import acting
from signin import sign_in

#: Tables that grow with an organisation, and the pages that show them in an order.
GROWING = ("cases_case", "cases_nextstep", "referrals_referral")
PAGES = (
    ("beatriz", "/casos/", 2),  # the list, and what is late above it
    ("beatriz", "/casos/?estado=activos", 1),
    ("beatriz", "/casos/?estado=seguimiento", 1),
    ("beatriz", "/casos/?estado=cerrados", 1),
    ("beatriz", "/casos/?paso=sin", 1),
    ("beatriz", "/casos/?paso=vencido", 1),
    ("beatriz", "/casos/?orden=next", 1),
    ("beatriz", "/casos/?orden=arrived", 1),
    ("beatriz", "/casos/?orden=code", 1),
    ("ana", "/casos/", 1),
    ("diana", "/bandeja/", 1),
    ("diana", "/bandeja/?estado=atencion", 1),
    ("diana", "/bandeja/?estado=terminadas", 1),
    ("beatriz", "/derivaciones/", 2),  # and the drafts
    ("beatriz", "/derivaciones/?estado=atencion", 1),
    ("beatriz", "/derivaciones/?estado=terminadas", 1),
)
#: No sorting, no reading of whole tables, unless nothing else leads to the rows.
_ONLY_INDEXES = (
    "SET LOCAL enable_sort = off; SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off"
)


def ordered_statements(player: Player, path: str) -> list[tuple[str, Any]]:
    """What this page asks of the growing tables in an order and cut to a page."""
    client, result = sign_in(Client(), player), []

    def keep(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        main = sql.partition(" FROM ")[2].lstrip('"')
        if main.startswith(GROWING) and " ORDER BY " in sql and " LIMIT " in sql:
            result.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(keep):
        assert client.get(path).status_code == 200
    return result


def nodes(plan: dict[str, Any]) -> list[str]:
    """The kinds of node of a plan."""
    return [str(plan["Node Type"]), *(kind for below in plan.get("Plans", ()) for kind in nodes(below))]


def plan_of(sql: str, params: Any) -> list[str]:
    """The nodes by which the database would answer, if it could sort nothing."""
    with connection.cursor() as cursor:
        cursor.execute(_ONLY_INDEXES)
        cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}", params)
        row = cursor.fetchone()
    plan = row[0] if isinstance(row[0], list) else json.loads(row[0])
    return nodes(plan[0]["Plan"])


@pytest.mark.parametrize(("who", "path", "least"), PAGES)
def test_a_page_of_a_growing_list_is_read_in_the_order_of_an_index(
    cast: Cast, who: str, path: str, least: int
) -> None:
    player: Player = getattr(cast, who)
    asked = ordered_statements(player, path)
    assert len(asked) >= least
    with acting(player.scope):
        sorting = [sql for sql, params in asked if any("Sort" in kind for kind in plan_of(sql, params))]
    assert sorting == []


@pytest.mark.parametrize("path", ["/casos/", "/casos/?paso=sin", "/derivaciones/"])
def test_a_page_of_a_growing_list_joins_no_other_table(cast: Cast, path: str) -> None:
    """The planner cannot see whose rows a policy lets by, takes them for few, and sorts them after the join."""
    asked = ordered_statements(cast.beatriz, path)
    assert [sql for sql, _params in asked if " JOIN " in sql] == []
    assert asked


def test_an_order_without_an_index_would_be_seen(cast: Cast) -> None:
    with acting(cast.beatriz.scope):
        here = Case.objects.filter(organisation_id=cast.refugio.id)
        sql, params = here.order_by("area", "closed_at")[:25].query.sql_with_params()
        assert any("Sort" in kind for kind in plan_of(sql, params))
