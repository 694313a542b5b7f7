"""The demonstration network, multiplied in the database: what an organisation of 50,000 cases among a million costs.

Honest about what is a copy: of the two measured organisations the first `SEALED` cases are sealed one by one and open
like any other (some hundred a second); the others of the larger one are further cases of the same persons, whose
names open as well and are found by the same tokens, with next steps that have no text. Those around them repeat the
rows of the smaller one under other ids, organisations and dates, with sealed columns that open nowhere and without
name tokens. The referrals of the measured organisations have no shared parts. Nobody works in the organisations
around them.
"""

import random
import uuid
from collections.abc import Iterable, Mapping

from django.db import models
from psycopg import sql

from contratrata.care.cases import public as cases
from contratrata.ground.base.scope import Realm, acting

from ..databases import Connection
from .cast import Member
from .network import establish, organisation_of, scope_for

#: The two organisations that are measured, smaller and larger: handle, name, cases.
MEASURED = (
    ("medida", "Organización medida (ficticia)", 500),
    ("medida-grande", "Organización medida, grande (ficticia)", 50_000),
)
#: So many cases of a measured organisation are sealed one by one, each with a person of its own.
SEALED = 5_000
#: How the name of each organisation around them begins.
AROUND = "Organización ficticia "
#: Services of each organisation around them, and the share of their cases the measured ones refer and are referred.
SERVICES, REFERRED = 10, 10
#: At least so many each way: the pages of both then show as many lines, and what differs is what stands behind them.
LEAST_REFERRED = 300
_BATCH = 1_000
#: How far each referral goes (of ten, six have ended); the table of moves lets no row be born elsewhere.
_PATHS = {
    0: ("sent",),
    1: ("sent", "received"),
    2: ("sent", "accepted", "in_care"),
    3: ("sent", "declined"),
    **dict.fromkeys(range(4, 10), ("sent", "accepted", "in_care", "attended", "closed")),
}


def sizes(total: int) -> tuple[int, int]:
    """How many cases the two measured organisations get of so many."""
    large = min(MEASURED[1][2], total // 2)
    return min(MEASURED[0][2], large // 10), large


def measured(total: int) -> list[tuple[Member, int]]:
    """The measured organisations with their people, and how many cases each shall have."""
    created = []
    for (handle, name, _most), number in zip(MEASURED, sizes(total), strict=True):
        member = Member(handle, name, "civil_society", "GTM", "GT-01", "America/Guatemala", 0)
        establish(member)
        created.append((member, number))
    return created


def seal(member: Member, number: int) -> uuid.UUID:
    """Give a measured organisation its cases that are sealed for real. Returns the organisation's id."""
    number = min(number, SEALED)
    with acting(scope_for(member, "supervisora")) as scope:
        there = cases.visible_to(scope).count()
    dice = random.Random(member.handle)  # noqa: S311 - invented persons, no secret
    for first in range(there, number, _BATCH):
        with acting(scope_for(member, "gestora")):
            cases.seal_invented(min(_BATCH, number - first), dice)
    organisation = organisation_of(member)
    if organisation is None:
        raise LookupError(member.name)
    return organisation.id


def _columns(keeper: Connection, table: str) -> list[str]:
    rows = keeper.execute(
        "SELECT column_name FROM information_schema.columns WHERE table_schema = 'public' AND table_name = %s "
        "ORDER BY ordinal_position",
        [table],
    )
    return [str(name) for (name,) in rows.fetchall()]


def _copy(keeper: Connection, table: str, source: str, changed: Mapping[str, str]) -> None:
    """Insert rows of `table` again. `source`: FROM with the former row as `s`; `changed`: column to expression.

    Both are constants of this module, never anything that was typed.
    """
    columns = _columns(keeper, table)
    values = [sql.SQL(changed[c]) if c in changed else sql.SQL("s.") + sql.Identifier(c) for c in columns]
    statement = sql.SQL("INSERT INTO {} ({}) SELECT {} FROM {}").format(
        sql.Identifier(table),
        sql.SQL(", ").join(map(sql.Identifier, columns)),
        sql.SQL(", ").join(values),
        sql.SQL(source),
    )
    keeper.execute(statement)


def _id(kind: str, number: str = "t.n") -> str:
    return f"md5('{kind}' || {number})::uuid"


def _code(prefix: str) -> str:
    digits = "to_char(t.n, 'FM00000000')"
    return f"'{prefix}-' || left({digits}, 4) || '-' || right({digits}, 4)"


#: When a copied case was last touched, so that no two are of one moment.
_LATER = "s.touched_at - t.n * interval '7 seconds'"


def surround_organisations(keeper: Connection, number: int) -> None:
    """So many organisations more, each with an agreement and ten services (areas and places with them)."""
    keeper.execute(
        "CREATE TEMP TABLE around AS SELECT n, md5('around' || n)::uuid AS id FROM generate_series(0, %s) n",
        [number - 1],
    )
    like_ours = "around t CROSS JOIN (SELECT * FROM {} WHERE {} LIMIT 1) s"
    _copy(
        keeper,
        "network_organisation",
        like_ours.format("network_organisation", f"realm = {int(Realm.TRAINING)} AND fictitious"),
        {
            "id": "t.id",
            "name": f"'{AROUND}' || to_char(t.n, 'FM00000')",
            "substitute_id": "NULL",
        },
    )
    agreed = like_ours.format("network_agreement", "ended_at IS NULL")
    _copy(keeper, "network_agreement", agreed, {"id": _id("agreement"), "organisation_id": "t.id"})
    keeper.execute(
        "CREATE TEMP TABLE offers AS SELECT a.id AS organisation_id, a.n * %s + i AS n, "
        "(a.n * 7 + i) %% (SELECT count(*) FROM directory_service WHERE realm = 2) AS k "
        "FROM around a, generate_series(0, %s) i",
        [SERVICES, SERVICES - 1],
    )
    keeper.execute(
        "CREATE TEMP TABLE offered AS SELECT row_number() OVER (ORDER BY id) - 1 AS k, id "
        "FROM directory_service WHERE realm = 2"
    )
    theirs = {"organisation_id": "t.organisation_id"}
    again = "offers t JOIN offered o USING (k) JOIN {} s ON s.{} = o.id"
    name = "left(s.name, 80) || ' ' || t.n"
    _copy(
        keeper,
        "directory_service",
        again.format("directory_service", "id"),
        theirs | {"id": _id("service"), "name": name},
    )
    for table in ("directory_servicearea", "directory_servicecapacity"):
        part = {"id": "md5(s.id::text || t.n)::uuid", "service_id": _id("service")}
        _copy(keeper, table, again.format(table, "service_id"), theirs | part)


def surround_cases(keeper: Connection, source: uuid.UUID, number: int) -> None:
    """So many cases more, spread over the organisations around, as copies of those of `source`."""
    keeper.execute("DROP TABLE IF EXISTS source, target")
    keeper.execute(
        "CREATE TEMP TABLE source AS SELECT row_number() OVER (ORDER BY id) - 1 AS k, id, person_id "
        "FROM cases_case WHERE organisation_id = %s",
        [source],
    )
    keeper.execute(
        "CREATE TEMP TABLE target AS SELECT g.n, g.n %% (SELECT count(*) FROM source) AS k, a.id AS organisation_id "
        "FROM generate_series(1, %s) AS g(n) JOIN around a ON a.n = g.n %% (SELECT count(*) FROM around)",
        [number],
    )
    keeper.execute("ANALYZE target")
    of_case, of_person = (
        f"target t JOIN source o USING (k) JOIN {{}} s ON s.{{}} = o.{key}" for key in ("id", "person_id")
    )
    theirs = {"organisation_id": "t.organisation_id"}
    person, case, subject = _id("person"), _id("case"), _id("subject")
    keys = of_person.format("cases_person", "id") + " JOIN vault_subjectkey w ON w.id = s.subject_id"
    wrapped = {"id": subject, "wrapped": "w.wrapped", "created_at": "w.created_at", "destroyed_at": "NULL"}
    _copy(keeper, "vault_subjectkey", keys, theirs | wrapped)
    _copy(
        keeper,
        "cases_person",
        of_person.format("cases_person", "id"),
        theirs | {"id": person, "subject_id": subject},
    )
    _copy(
        keeper,
        "cases_identity",
        of_person.format("cases_identity", "person_id"),
        theirs | {"id": _id("identity"), "person_id": person},
    )
    own = {
        "id": case,
        "person_id": person,
        "code": _code("ZZ"),
        "touched_at": _LATER,
        "responsible_id": "NULL",
    }
    _copy(keeper, "cases_case", of_case.format("cases_case", "id"), theirs | own | {"once": "NULL"})
    for table in ("cases_casemove", "cases_need", "cases_nextstep"):
        part = {"id": "md5(s.id::text || t.n)::uuid", "case_id": case}
        _copy(keeper, table, of_case.format(table, "case_id"), theirs | part)


def repeat(keeper: Connection, organisation: uuid.UUID, number: int) -> None:
    """As many cases as a measured organisation lacks of `number`: further ones of its own persons."""
    keeper.execute("DROP TABLE IF EXISTS source, target")
    keeper.execute(
        "CREATE TEMP TABLE source AS SELECT row_number() OVER (ORDER BY id) - 1 AS k, id "
        "FROM cases_case WHERE organisation_id = %s",
        [organisation],
    )
    keeper.execute(
        "CREATE TEMP TABLE target AS SELECT g.n, g.n %% (SELECT count(*) FROM source) AS k "
        "FROM generate_series(1, %s - (SELECT count(*) FROM source)) AS g(n)",
        [number],
    )
    keeper.execute("ANALYZE target")
    case = f"md5('{organisation}' || t.n)::uuid"
    again = "target t JOIN source o USING (k) JOIN {} s ON s.{} = o.id"
    own = {"id": case, "code": _code("ZY"), "touched_at": _LATER, "once": "NULL"}
    _copy(keeper, "cases_case", again.format("cases_case", "id"), own)
    for table in ("cases_casemove", "cases_need", "cases_nextstep"):
        part = {"id": f"md5(s.id::text || '{organisation}' || t.n)::uuid", "case_id": case}
        if table == "cases_nextstep":  # a sealed text opens in its own row only
            part["what"] = "''::bytea"
        _copy(keeper, table, again.format(table, "case_id"), part)


def referrals(cases_: int) -> int:
    """How many referrals each way an organisation of so many cases gets."""
    return min(cases_, max(cases_ // REFERRED, LEAST_REFERRED))


def refer(keeper: Connection, organisation: uuid.UUID, number: int) -> None:
    """So many referrals each way between a measured organisation and those around, in every state."""
    keeper.execute("DROP TABLE IF EXISTS sent")
    keeper.execute(
        "CREATE TEMP TABLE sent AS SELECT g.n, %s::text || g.n AS mark, g.n %% 10 AS way, a.id AS other, "
        "c.id AS case_id FROM generate_series(1, %s) AS g(n) "
        "JOIN around a ON a.n = g.n %% (SELECT count(*) FROM around) "
        "JOIN (SELECT row_number() OVER (ORDER BY id) AS n, id FROM cases_case WHERE organisation_id = %s "
        "LIMIT %s) c ON c.n = g.n",
        [str(organisation), number, organisation, number],
    )
    born: dict[str, str] = dict.fromkeys(("consent_id", "receiver_case_id", "service_id", "share_id"), "NULL")
    born |= {"state": "'draft'", "once": "NULL", "feedback_seen_at": "NULL", "note": "''::bytea"}
    born |= {
        "moved_at": "now() - t.n * interval '11 minutes'",
        "answer_due": "now() + (t.n % 200 - 60) * interval '1 hour'",
    }
    ours = f"'{organisation}'::uuid"  # an id of the database, quoted by its type
    like = "sent t CROSS JOIN (SELECT * FROM referrals_referral LIMIT 1) s"
    for way, sender, receiver in (("out", ours, "t.other"), ("in", "t.other", ours)):
        mark = f"md5('{way}' || t.mark)"
        own = {
            "id": f"{mark}::uuid",
            "organisation_id": sender,
            "receiver_id": receiver,
            "case_id": "t.case_id",
        }
        _copy(keeper, "referrals_referral", like, born | own | {"code": f"'Z' || upper(left({mark}, 14))"})
        for last, path in _PATHS.items():
            for state in path:
                keeper.execute(
                    "UPDATE referrals_referral r SET state = %s, "
                    "feedback_seen_at = CASE WHEN t.n %% 50 > 3 THEN now() END "
                    "FROM sent t WHERE t.way = %s AND r.id = md5(%s || t.mark)::uuid",
                    [state, last, way],
                )


def grown(keeper: Connection, tables: Iterable[type[models.Model]]) -> str:
    """How many rows stand in these tables now, in one line."""
    counted = []
    for model in tables:
        name = sql.Identifier(model._meta.db_table)
        row = keeper.execute(sql.SQL("SELECT count(*) FROM {}").format(name)).fetchone()
        counted.append(f"{row[0] if row else 0:,} {model._meta.db_table}")
    return ", ".join(counted)
