"""A curious colleague at the receiver: who the person of a referral is is read by who answers for her, and nobody else.

Shown through the pages, the product's own reading, and raw SQL as the web's login.
"""

import uuid

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from psycopg import errors

import house
from cast import Cast, Player, another
from contratrata.care.referrals import operations, queries, rules, sharing
from contratrata.care.referrals.models import Look, Referral
from contratrata.ground.audit.models import Entry
from contratrata.ground.base.errors import Conflict, NotAllowed
from contratrata.ground.base.scope import Scope, acting
from contratrata.ground.network.public import Role
from contratrata.ground.notices import public as board
from contratrata.ground.vault import public as vault
from referred import ITS_OWN, PARTS, Line, build

#: Names, telephone, birth year and message of the person of `referred.Line`.
SECRETS = ("Yolanda", "Xitumul", "5555 0134", "Viaja con una bebé")
WHOLE = len(PARTS) + 1
TOLD = ("user", "organisation", "realm", "identities", "referrals", "network", "audit")


@pytest.fixture(autouse=True)
def gates_are_open(monkeypatch: pytest.MonkeyPatch) -> None:
    """The second factor has tests of its own."""
    monkeypatch.setattr("contratrata.doors.web.access.GATES", [])


@pytest.fixture
def newcomer(line: Line) -> Player:
    """A caseworker who was invited to the receiver a minute ago."""
    with acting(line.cast.diana.scope):
        return another(line.cast.horizonte, "Norma", Role.CASEWORKER)


@pytest.fixture
def chief(line: Line) -> Player:
    """Supervision at the receiver."""
    with acting(line.cast.diana.scope):
        return another(line.cast.horizonte, "Sara", Role.SUPERVISOR)


@pytest.fixture
def line(cast: Cast) -> Line:
    return build(cast)


@pytest.fixture
def real_line(real_cast: Cast) -> Line:
    return build(real_cast)


def at(player: Player) -> Client:
    client = Client()
    client.force_login(player.user)
    return client


def shown(player: Player, referral: Referral) -> set[str]:
    """What of the person stands on the page of the referral, or on its paper."""
    client = at(player)
    page = client.get(reverse("referrals:detail", args=[referral.id]))
    assert page.status_code == 200
    return {one for one in SECRETS if one in page.content.decode()}


def read(player: Player, referral: Referral) -> bool:
    with acting(player.scope):
        query = queries.visible_to(player.scope).get(id=referral.id)
        return sharing.read(player.scope, query, sharing.sealer_of(query, vault.ring())) is not None


def may_read(player: Player, referral: Referral) -> bool:
    """What the rule says by itself, without the policies of the database behind it."""
    with acting(player.scope):
        return rules.reads_parts(player.scope, referral)


def rows(scope: Scope, table: str = "referrals_part") -> int:
    """What the database gives to this scope in this very transaction, whatever views would have asked."""
    with acting(scope), connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        return int(cursor.fetchone()[0])


def test_nobody_of_the_house_reads_who_she_is_before_it_is_taken(
    line: Line, newcomer: Player, chief: Player
) -> None:
    sent = line.sent()
    for player in (line.cast.diana, line.cast.elena, newcomer, chief):
        assert shown(player, sent) == set()
        assert not read(player, sent)
        assert not may_read(player, sent)
        assert rows(player.scope) == 0
    page = at(newcomer).get(reverse("referrals:detail", args=[sent.id])).content.decode()
    assert "Nicaragua" in page  # what to prepare for is there: nationality, the band of her age
    assert "18" in page


def test_the_name_before_taking_is_a_named_act_with_a_reason_that_both_sides_read(
    line: Line, newcomer: Player
) -> None:
    sent, client = line.sent(), at(line.cast.elena)
    where = reverse("referrals:look", args=[sent.id])
    assert (
        "Ver la identidad antes de aceptar"
        in client.get(reverse("referrals:detail", args=[sent.id])).content.decode()
    )
    assert "Diga por qué necesita saber quién es." in client.post(where, {}).content.decode()
    assert shown(line.cast.elena, sent) == set()
    values = {"reason": "known", "words": "Atendimos a su hermana", "once": str(uuid.uuid4())}
    for _again in range(2):
        assert client.post(where, values).status_code == 302
    assert shown(line.cast.elena, sent) == set(SECRETS)
    assert shown(newcomer, sent) == shown(line.cast.diana, sent) == set()
    with acting(line.cast.elena.scope):
        assert Look.objects.count() == 1
        assert Entry.objects.filter(event="referral.looked").count() == 1
        assert Entry.objects.get(event="referral.looked").details["reason"] == "known"
    sender = at(line.cast.ana).get(reverse("referrals:detail", args=[sent.id])).content.decode()
    assert "Vieron quién es antes de aceptar: saber si ya la conocemos." in sender
    assert "Atendimos a su hermana" in sender
    assert at(line.cast.diana).get(where).status_code == 404
    with acting(line.cast.diana.scope), pytest.raises(NotAllowed):
        operations.look(sent.id, reason="known")


def test_once_taken_who_answers_reads_and_who_looked_before_reads_no_more(
    line: Line, newcomer: Player, chief: Player
) -> None:
    sent = line.sent()
    line.by(newcomer, operations.look, sent, reason="fit")
    assert read(newcomer, sent)
    taken = line.by(line.cast.diana, operations.accept, sent, **line.taken)
    assert shown(line.cast.elena, taken) == shown(chief, taken) == set(SECRETS)
    for player in (newcomer, line.cast.diana):
        assert shown(player, taken) == set()
        assert not read(player, taken)
        assert not may_read(player, taken)
        assert rows(player.scope) == 0
    assert rows(line.cast.elena.scope) == rows(chief.scope) == WHOLE
    with acting(newcomer.scope), pytest.raises(NotAllowed):
        operations.open_own_case(sent.id, consent=ITS_OWN)
    with acting(newcomer.scope), pytest.raises(NotAllowed):
        operations.attend(sent.id, outcomes={})


def test_what_is_said_after_it_was_taken_is_read_by_who_answers(line: Line, newcomer: Player) -> None:
    taken = line.at("accepted")
    line.by(line.cast.ana, operations.say, taken, text="Yolanda llega a las seis")
    with acting(line.cast.elena.scope):
        assert ("referral.message", taken.code) in [
            (one.kind, one.code) for one in board.unseen(line.cast.elena.scope)
        ]
    assert rows(line.cast.elena.scope, "referrals_message") == 1
    for player in (newcomer, line.cast.diana):
        assert rows(player.scope, "referrals_message") == 0
        assert shown(player, taken) == set()


def test_the_answering_person_is_changed_by_an_act_and_the_former_reads_no_more(
    line: Line, newcomer: Player
) -> None:
    taken = line.at("accepted")
    where = reverse("referrals:assign", args=[taken.id])
    assert at(newcomer).get(where).status_code == 404
    with acting(newcomer.scope), pytest.raises(NotAllowed):
        operations.assign(taken.id, responsible_id=newcomer.user.id)
    line.by(line.cast.diana, operations.assign, taken, responsible_id=newcomer.user.id)
    assert read(newcomer, taken)
    assert not read(line.cast.elena, taken)
    line.by(
        newcomer,
        operations.assign,
        taken,
        responsible_id=newcomer.user.id,
        substitute_id=line.cast.elena.user.id,
    )
    assert read(line.cast.elena, taken)
    with acting(line.cast.diana.scope), pytest.raises(Conflict):
        operations.assign(taken.id, responsible_id=line.cast.elena.user.id, expected_version="of before")


@pytest.mark.real_commits
def test_the_database_keeps_it_against_raw_sql_of_the_web(real_line: Line) -> None:
    cast, sent = real_line.cast, real_line.sent()

    def raw(scope: Scope, statement: str) -> list[tuple[object, ...]]:
        with house.connect("app") as app, app.transaction(force_rollback=True):
            for name in TOLD:
                value = {"user": scope.user_id, "organisation": scope.organisation_id}.get(name, "")
                if name == "realm":
                    value = str(int(scope.realm or 0))
                elif name in ("identities", "referrals", "network", "audit"):
                    value = "on" if getattr(scope, name) else ""
                app.execute("SELECT set_config(%s, %s, true)", [f"app.{name}", str(value or "")])
            return app.execute(statement).fetchall()  # type: ignore[arg-type]

    parts = "SELECT 1 FROM referrals_part"
    assert raw(cast.elena.scope, parts) == raw(cast.diana.scope, parts) == []
    # A look is written in one's own name, by who may read identities.
    columns = "(id, organisation_id, realm, referral_id, receiver_id, user_id, reason, words, at)"

    def looked(by: Player) -> str:
        return (
            f"INSERT INTO referrals_look {columns} VALUES (gen_random_uuid(), '{sent.organisation_id}', 1, "
            f"'{sent.id}', '{sent.receiver_id}', '{by.user.id}', 'known', '', now()) RETURNING 1"
        )

    for who, named in ((cast.elena, cast.diana), (cast.diana, cast.diana), (cast.irma, cast.irma)):
        with pytest.raises(errors.InsufficientPrivilege):
            raw(who.scope, looked(named))
    real_line.by(cast.diana, operations.accept, sent, **real_line.taken)
    assert len(raw(cast.elena.scope, parts)) == WHOLE
    assert raw(cast.diana.scope, parts) == []
    # Neither does the sender choose who reads at the receiver.
    with pytest.raises(errors.CheckViolation):
        raw(
            cast.ana.scope,
            f"UPDATE referrals_referral SET substitute_id = '{cast.diana.user.id}' RETURNING 1",
        )
