"""From the draft to the publication and what comes of it."""

from typing import Any

import pytest
from django.test import Client

from cast import Cast, Player
from contratrata.ground.base import clock
from contratrata.ground.base.scope import acting
from contratrata.ground.nouns.public import operations as nouns
from contratrata.ground.nouns.public import ties
from contratrata.knowledge.lessons.models import LESSONS
from contratrata.knowledge.lessons.models import Published as PublishedLesson
from contratrata.knowledge.practices.models import MOVES as PRACTICE_MOVES
from contratrata.knowledge.practices.models import PRACTICES, Practice
from contratrata.knowledge.systematisations import parts
from contratrata.knowledge.systematisations.models import (
    MOVES,
    SYSTEMATISATIONS,
    Outcome,
    Published,
    Task,
)  # fmt: skip
from contratrata.knowledge.systematisations.states import SystematisationState as S
from systematising import begun, part_values, validated

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def gate_is_open(monkeypatch: pytest.MonkeyPatch) -> None:
    """The second factor has tests of its own."""
    monkeypatch.setattr("contratrata.doors.web.access.GATES", [])


def browser(player: Player) -> Client:
    client = Client()
    client.force_login(player.user)
    return client


def state_of(row: Any) -> str:
    return MOVES.state(MOVES.of(row.id).first())


def test_publishing_passes_on_each_thing_once_to_whom_it_concerns(cast: Cast) -> None:
    row = begun(cast)
    with acting(cast.flor.scope):
        parts.add(
            row.id,
            "experience",
            values=part_values("experience", "Suya") | {"presented_by": cast.horizonte.id},
        )
        parts.add(row.id, "experience", values=part_values("experience", "Otra") | {"is_practice": False})
        parts.add(row.id, "recommendation", values=part_values("recommendation", "Fijar"))
        parts.add(row.id, "message", values=part_values("message", "Pregunte"))
        parts.add(row.id, "lesson", values=part_values("lesson", "Hilo"))
    validated(cast, row)
    with acting(cast.gloria.scope):
        nouns.publish(SYSTEMATISATIONS, row.id, expected_version=row.version)
        practice = Practice.objects.get()
        assert (practice.organisation_id, PRACTICES.title(practice)) == (cast.horizonte.id, "Suya (ficticia)")
        assert PRACTICE_MOVES.of(practice.id).first() is None  # a draft, nobody judged it
        task = Task.objects.get()
        assert (task.organisation_id, task.state, task.begun_on) == (cast.refugio.id, "open", clock.today())
        message = PublishedLesson.objects.get()
        assert message.name.text("es") == "Pregunte (ficticia)"
        assert message.evidence.text("es") == "De la sistematización «Ciclo (ficticio)»."
        key = ties.key_of("systematisation", row.id)
        assert message.tie.startswith(key)
        assert task.source.startswith(key)
        assert LESSONS.rows().get(id=message.row_id).organisation_id == cast.refugio.id
        assert Outcome.objects.count() == 3
    # Written on and published again: nothing is made twice, what is new is made.
    with acting(cast.flor.scope):
        parts.add(row.id, "recommendation", values=part_values("recommendation", "Segunda"))
        assert state_of(row) == S.DRAFT
    validated(cast, row)
    with acting(cast.gloria.scope):
        nouns.publish(SYSTEMATISATIONS, row.id, expected_version=row.version)
        assert (Practice.objects.count(), Task.objects.count(), PublishedLesson.objects.count()) == (1, 2, 1)
        assert Published.objects.get().number == 1
