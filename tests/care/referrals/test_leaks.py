"""Nobody finds what is not hers: through the product, and by raw SQL through the login of the web."""

import datetime as dt
import uuid

import pytest
import time_machine
from psycopg import errors

import house
from cast import Player
from contratrata.care.cases.operations import withdraw_consent
from contratrata.care.referrals import operations, public, queries, sharing
from contratrata.care.referrals.jobs import expire_and_escalate
from contratrata.care.referrals.models import Referral
from contratrata.ground.base import clock
from contratrata.ground.base.scope import Realm, Scope, acting
from contratrata.ground.vault import public as vault
from referred import NAME, PARTS, STORY, Line

TABLES = (
    "referrals_referral",
    "referrals_referralmove",
    "referrals_part",
    "referrals_message",
    "referrals_deadline",
    "vault_sharedkey",
)


def told(scope: Scope) -> dict[str, str]:
    return {
        "app.user": str(scope.user_id or ""),
        "app.organisation": str(scope.organisation_id or ""),
        "app.realm": str(int(scope.realm)) if scope.realm else "",
        "app.identities": "on" if scope.identities else "",
        "app.referrals": "on" if scope.referrals else "",
        "app.network": "on" if scope.network else "",
        "app.audit": "on" if scope.audit else "",
    }


def raw(scope: Scope, statement: str) -> list[tuple[object, ...]]:
    """What the web's own login finds when it acts as this scope, whatever the views would have asked."""
    with house.connect("app") as app:
        for key, value in told(scope).items():
            app.execute("SELECT set_config(%s, %s, false)", [key, value])
        return app.execute(statement).fetchall()  # type: ignore[arg-type]


def rows(player: Player) -> dict[str, int]:
    return {t: int(str(raw(player.scope, f"SELECT count(*) FROM {t}")[0][0])) for t in TABLES}


def found(*numbers: int) -> dict[str, int]:
    return dict(zip(TABLES, numbers, strict=True))


def spoken(line: Line) -> Referral:
    sent = line.sent()
    line.by(line.cast.diana, operations.say, sent, text="¿A qué hora llega?")
    return sent


def test_raw_rows_of_a_referral_under_way(real_line: Line) -> None:
    cast = real_line.cast
    spoken(real_line)
    parts = len(PARTS) + 1  # the message to the receiver is one too
    assert rows(cast.ana) == rows(cast.beatriz) == rows(cast.carla) == found(1, 2, parts, 1, 1, 1)
    assert rows(cast.diana) == rows(cast.elena) == found(1, 1, 0, 1, 1, 1)
    nothing = found(0, 0, 0, 0, 0, 0)
    assert rows(cast.irma) == rows(cast.julia) == rows(cast.flor) == rows(cast.hilda) == nothing
    assert rows(cast.gloria) == found(0, 0, 0, 0, 1, 0)


def test_raw_rows_of_a_draft_are_the_senders_only(real_line: Line) -> None:
    cast = real_line.cast
    real_line.draft()
    assert rows(cast.ana) == found(1, 1, 0, 0, 0, 0)
    for name in ("diana", "elena", "irma", "gloria", "julia", "flor"):
        assert rows(getattr(cast, name)) == found(0, 0, 0, 0, 0, 0)
    real_line.at("discarded")
    assert rows(cast.diana) == found(0, 0, 0, 0, 0, 0)


def end_by_consent(line: Line, sent: Referral) -> None:
    with acting(line.cast.ana.scope):
        withdraw_consent(line.consent_id)


def end_by_clock(line: Line, sent: Referral) -> None:
    with time_machine.travel(clock.now() + dt.timedelta(days=9), tick=False):
        assert expire_and_escalate(Realm.REAL).expired == 1


def end_by_decline(line: Line, sent: Referral) -> None:
    line.by(line.cast.diana, operations.decline, sent, reason="no_capacity", words="No hay cama")


def end_by_withdrawal(line: Line, sent: Referral) -> None:
    line.by(line.cast.ana, operations.withdraw, sent, reason="mistake", words="No era para ustedes")


def end_by_closing(line: Line, sent: Referral) -> None:
    for verb, answers in (
        (operations.accept, line.taken),
        (operations.attend, {"outcomes": {"shelter": "provided", "psychosocial": "provided"}}),
        (operations.close, {"words": "Volvió con su familia"}),
    ):
        line.by(line.cast.diana, verb, sent, **answers)


@pytest.mark.parametrize(
    "end", [end_by_consent, end_by_clock, end_by_decline, end_by_withdrawal, end_by_closing]
)
def test_after_the_end_the_receiver_holds_neither_parts_nor_key(real_line: Line, end) -> None:  # type: ignore[no-untyped-def]
    cast, sent = real_line.cast, spoken(real_line)
    with acting(cast.diana.scope):
        assert sharing.sealer_of(sent, vault.ring()) is not None
    end(real_line, sent)
    seen = rows(cast.diana)
    assert seen["referrals_part"] == 0
    assert raw(cast.diana.scope, "SELECT for_receiver FROM vault_sharedkey") == [(None,)]
    with acting(cast.diana.scope):
        after = queries.visible_to(cast.diana.scope).get(id=sent.id)
        sealer = sharing.sealer_of(after, vault.ring())
        assert sealer is None
        assert sharing.read(cast.diana.scope, after, sealer) is None
        assert [sharing.opened(m, sealer, "text") for m in queries.messages_of(after)] == [None]
    with acting(cast.ana.scope):
        after = queries.visible_to(cast.ana.scope).get(id=sent.id)
        ours = sharing.read(cast.ana.scope, after, sharing.sealer_of(after, vault.ring()))
        assert ours is not None
        assert [s.part for s in ours.sections] == list(PARTS)


def test_the_receiver_cannot_reopen_write_parts_or_change_sides_by_sql(real_line: Line) -> None:
    cast, sent = real_line.cast, real_line.sent()
    scope = cast.diana.scope
    for statement in (
        "UPDATE referrals_part SET closed_at = NULL RETURNING 1",
        f"UPDATE referrals_part SET closed_at = now() WHERE referral_id = '{sent.id}' RETURNING 1",
    ):
        assert raw(scope, statement) == []
    with pytest.raises(errors.CheckViolation):
        raw(scope, f"UPDATE referrals_referral SET receiver_id = '{cast.clinica.id}' RETURNING 1")
    with pytest.raises(errors.CheckViolation):
        raw(scope, "UPDATE referrals_referral SET state = 'closed' RETURNING 1")
    with pytest.raises(errors.InsufficientPrivilege):
        raw(
            scope,
            "INSERT INTO referrals_part "
            "(id, organisation_id, realm, referral_id, receiver_id, part, version, body, at) "
            f"VALUES (gen_random_uuid(), '{cast.refugio.id}', 1, '{sent.id}', '{cast.horizonte.id}', "
            "'health', 1, '', now()) RETURNING 1",
        )
    with pytest.raises(errors.InsufficientPrivilege):
        raw(scope, "UPDATE referrals_referralmove SET verb = 'accept' RETURNING 1")
    assert raw(cast.irma.scope, "UPDATE referrals_referral SET service_id = NULL RETURNING 1") == []


def test_a_dump_of_what_was_shared_names_nobody(real_line: Line) -> None:
    cast = real_line.cast
    with acting(cast.ana.scope):
        created = operations.start(
            case_id=real_line.case_id, receiver_id=cast.horizonte.id, aims=["shelter"], urgency="h24"
        )
        operations.choose_parts(created.id, parts=PARTS, note=STORY)
        operations.choose_consent(created.id, consent_id=real_line.consent_id)
    with house.connect("keeper") as keeper:
        before = keeper.execute("SELECT string_agg(r::text, '|') FROM referrals_referral r").fetchone()
    with acting(cast.ana.scope):
        operations.send(created.id)
    real_line.by(cast.diana, operations.accept, created, words=STORY, **real_line.taken)
    real_line.by(cast.elena, operations.say, created, text=STORY)
    with house.connect("keeper") as keeper:
        text = str(before) + "".join(
            str(keeper.execute(f"SELECT string_agg(r::text, '|') FROM {t} r").fetchone())
            for t in (*TABLES, "audit_entry")
        )
    shown = [word for word in (*NAME.split(), "Izabal", "5555 0134") if word in text]
    shown += [word for word in (*NAME.split(), "Izabal") if word.encode().hex() in text]
    assert shown == []


def test_what_the_coordination_is_told_holds_codes_and_organisations_only(real_line: Line) -> None:
    cast = real_line.cast
    sent = real_line.sent()
    real_line.draft()
    with acting(cast.gloria.scope):
        (row,) = public.network_waiting(cast.gloria.scope, most=10)
        assert (row.code, row.sender, row.receiver, row.state) == (
            sent.code,
            "Casa Refugio (ficticia)",
            "Albergue Horizonte (ficticio)",
            "sent",
        )
        assert not queries.visible_to(cast.gloria.scope).exists()
    for name in ("ana", "diana", "irma", "flor"):
        with acting(getattr(cast, name).scope):
            assert public.network_waiting(getattr(cast, name).scope, most=10) == []


def test_a_third_organisation_finds_nothing_and_a_colleague_reads_no_content(real_line: Line) -> None:
    cast, sent = real_line.cast, real_line.sent()
    for name in ("irma", "julia", "gloria", "flor", "hilda"):
        player = getattr(cast, name)
        with acting(player.scope):
            assert list(queries.visible_to(player.scope)) == []
            assert not any(public.counts(player.scope).values())
    with acting(cast.carla.scope):
        found_ = queries.visible_to(cast.carla.scope).get(id=sent.id)
        assert sharing.read(cast.carla.scope, found_, sharing.sealer_of(found_, vault.ring())) is None
    with acting(Scope(user_id=uuid.uuid4())) as nobody:
        assert queries.visible_to(nobody).query.is_empty()


def test_a_third_organisation_cannot_name_itself_a_side_by_sql(real_line: Line) -> None:
    sent = spoken(real_line)
    irma = real_line.cast.irma.scope
    for line in (
        "INSERT INTO referrals_message (id, organisation_id, realm, referral_id, receiver_id, by_organisation_id,"
        " at, text)"
        f" VALUES (gen_random_uuid(), '{sent.organisation_id}', {sent.realm}, '{sent.id}', '{irma.organisation_id}',"
        f" '{irma.organisation_id}', now(), '') RETURNING id",
        "INSERT INTO referrals_referralmove (id, organisation_id, realm, referral_id, receiver_id, verb, from_state,"
        " to_state, at, reason_code, outcomes, words, said)"
        f" VALUES (gen_random_uuid(), '{sent.organisation_id}', {sent.realm}, '{sent.id}', '{irma.organisation_id}',"
        " 'receive', 'sent', 'received', now(), '', '{}', '', '') RETURNING id",
    ):
        with pytest.raises((errors.ForeignKeyViolation, errors.InsufficientPrivilege)):
            raw(irma, line)
