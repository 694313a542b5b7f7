"""Every noun that several organisations write, found and not listed; a new one gets the same from its tables."""

import uuid
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.state import ProjectState
from django.test import Client

import house
from cast import Cast, Player
from contratrata.ground.base.errors import DomainError, NotAllowed, WrongState
from contratrata.ground.base.scope import acting
from contratrata.ground.notices.public import waiting_for
from contratrata.ground.nouns.coedited import CoEdited
from contratrata.ground.nouns.public import Noun, coediting, operations
from contratrata.ground.nouns.tables import coedit_tables, row_table
from contratrata.ground.vault import public as vault
from nouns import every_noun, values_for

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("gate_is_open")]
NOUNS = {key: noun for key, noun in every_noun().items() if noun.coedited is not None}
AnyNoun = Noun[Any, Any]


@pytest.fixture(params=sorted(NOUNS))
def noun(request: pytest.FixtureRequest) -> AnyNoun:
    """Each in turn."""
    return NOUNS[request.param]


def declared(noun: AnyNoun) -> CoEdited:
    assert noun.coedited is not None
    return noun.coedited


def browser(player: Player) -> Client:
    client = Client()
    client.force_login(player.user)
    return client


def written(noun: AnyNoun, player: Player) -> Any:
    with acting(player.scope):
        return operations.write(noun, values=values_for(noun, "Faro"))


def test_who_is_asked_in_is_told_writes_and_is_named_to_the_others(noun: AnyNoun, cast: Cast) -> None:
    row = written(noun, cast.flor)
    with acting(cast.flor.scope):
        one = coediting.invite(noun, row.id, editor_id=cast.horizonte.id)
    with acting(cast.diana.scope):
        assert declared(noun).notices[0] in waiting_for(cast.diana.scope).values_list("kind", flat=True)
        assert noun.may_edit(cast.diana.scope, row)
    assert browser(cast.diana).get(noun.url("edit", row)).status_code == 200
    page = browser(cast.diana).get(noun.url("row", row)).content.decode()
    assert str(declared(noun).decides) % cast.refugio.name in page
    assert f"{one.id}/terminar/" in page
    assert cast.horizonte.name in browser(cast.flor).get(noun.url("row", row)).content.decode()
    with acting(cast.diana.scope):
        vault.drafts.keep(f"page:{noun.url('edit', row)}", {"name_es": ["a"]})
        assert declared(noun).writing_now(row.id) == ""
        coediting.end(noun, row.id, one.id)
        assert not noun.may_edit(cast.diana.scope, row)
        with pytest.raises(WrongState):
            coediting.end(noun, row.id, one.id)
    with acting(cast.flor.scope):
        assert cast.diana.user.name in declared(noun).writing_now(row.id)
        assert declared(noun).notices[1] in waiting_for(cast.flor.scope).values_list("kind", flat=True)


def test_its_organisation_alone_asks_others_in(noun: AnyNoun, cast: Cast) -> None:
    row = written(noun, cast.flor)
    for stranger in (cast.diana, cast.irma, cast.carla, cast.julia):
        assert browser(stranger).get(f"{noun.url('row', row)}coedicion/").status_code in (403, 404)
        with acting(stranger.scope), pytest.raises(NotAllowed):
            coediting.invite(noun, row.id, editor_id=cast.clinica.id)
    with acting(cast.flor.scope):
        for never in (cast.refugio.id, cast.escuela.id, uuid.uuid4()):  # itself, another realm, nobody
            with pytest.raises(DomainError):
                coediting.invite(noun, row.id, editor_id=never)


def test_what_is_removed_leaves_nobody_who_wrote_it(noun: AnyNoun, cast: Cast) -> None:
    row = written(noun, cast.flor)
    with acting(cast.flor.scope):
        coediting.invite(noun, row.id, editor_id=cast.horizonte.id)
        vault.drafts.keep(f"page:{noun.url('edit', row)}", {"name_es": ["a"]})
        operations.remove(noun, row.id, expected_version=row.version)
        assert not declared(noun).editors._default_manager.filter(row_id=row.id).exists()
        assert not declared(noun).writing._default_manager.filter(row_id=row.id).exists()


def protections(owner: Any, app: str, row: str) -> set[tuple[str, ...]]:
    """The policies and triggers of what several write, with the names of app and row taken out."""
    policies = owner.execute(
        "SELECT tablename, policyname, cmd, qual, with_check FROM pg_policies WHERE tablename = ANY(%s)"
        " OR (tablename = 'nouns_pastvalue' AND COALESCE(qual, with_check) LIKE %s)",
        ([f"{app}_{row}", f"{app}_coeditor", f"{app}_writing"], f"%{app}_coeditor%"),
    ).fetchall()
    triggers = owner.execute(
        "SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE NOT tgisinternal"
        " AND tgrelid::regclass::text = ANY(%s)",
        ([f"{app}_{row}", f"{app}_coeditor", f"{app}_writing"],),
    ).fetchall()

    def plain(words: object) -> str:
        text = " ".join(str(words).split()).replace(f"{app}_{row}", "APP_ROW")
        return (
            text.replace(f"{app}_", "APP_").replace("APP_see", "coedit_see").replace("APP_add", "coedit_add")
        )

    return {tuple(map(plain, line)) for line in (*policies, *triggers)}


def test_a_new_noun_of_several_writers_is_protected_as_practices_are() -> None:
    state = ProjectState()
    with connection.schema_editor(collect_sql=True) as editor:
        for step in (*row_table("probe", "Unit", [], []), *coedit_tables("probe", "Unit")):
            before, state = state, state.clone()
            step.state_forwards("probe", state)
            step.database_forwards("probe", editor, before, state)
    with house.connect("owner") as owner:
        owner.autocommit = False
        for statement in editor.collected_sql:
            owner.execute(statement)
        made = protections(owner, "probe", "unit")
        owner.rollback()
        there = protections(owner, "practices", "practice")
    assert made == there
