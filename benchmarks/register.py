"""Registering a case, against the very same statements sent bare: how much the house costs.

Run: `python benchmarks/register.py [pairs]`. Each pair registers one case through the operation (commit included),
and sends the statements of another, caught beforehand and rolled back, through a bare connection of the same
login, commit included. The two alternate, so that what else the machine does falls on both.
"""

import random
import statistics
import sys
import time
from typing import Any

import psycopg
from django.db import connection, transaction

import ground
from contratrata.care.cases.public import register_case
from contratrata.ground.base.scope import Scope, acting

Statements = list[bytes]


class _Undo(Exception):
    """Takes the statements that were only caught back."""


def caught(scope: Scope, dice: random.Random, bare: "psycopg.ClientCursor[Any]") -> Statements:
    """The statements of registering one case, its values in place; nothing of it stays."""
    result: Statements = []

    def keep(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if not sql.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK")):
            result.append(bare.mogrify(sql, params).encode())
        return execute(sql, params, many, context)

    try:
        with transaction.atomic():
            with connection.execute_wrapper(keep), acting(scope):
                register_case(ground.new_case(dice))
            raise _Undo
    except _Undo:
        return result


def main() -> None:
    """Print the medians and their ratio."""
    pairs = int(sys.argv[1]) if len(sys.argv) > 1 else 300
    cast, dice = ground.cast(), random.Random(11)
    scope = cast.ana.scope
    ours, theirs = [], []
    with ground.house.connect("app") as bare, psycopg.ClientCursor(bare) as cursor:
        for number in range(pairs + 20):
            statements = caught(scope, dice, cursor)
            new = ground.new_case(dice)
            began = time.perf_counter()
            with acting(scope):
                register_case(new)
            middle = time.perf_counter()
            with bare.transaction():
                for statement in statements:
                    cursor.execute(statement)
            end = time.perf_counter()
            if number >= 20:  # connections, plans and caches are warm
                ours.append(middle - began)
                theirs.append(end - middle)
    ratio = statistics.median(a / b for a, b in zip(ours, theirs, strict=True))
    ground.told(f"{pairs} pairs, {len(statements)} statements each")
    ground.told(
        f"through the operation: median {statistics.median(ours) * 1000:.2f} ms, p95 {ground.p95(ours):.2f} ms"
    )
    ground.told(
        f"the same, bare:        median {statistics.median(theirs) * 1000:.2f} ms, p95 {ground.p95(theirs):.2f} ms"
    )
    ground.told(f"ratio (median of pairs): {ratio:.2f}")


if __name__ == "__main__":
    main()
