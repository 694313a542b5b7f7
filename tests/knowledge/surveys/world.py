"""Surveys of an event of Casa Refugio: prepared, open, answered by seven, by a name. Invented."""

from typing import Any

from contratrata.ground.base.scope import acting
from contratrata.knowledge.surveys import operations
from contratrata.knowledge.surveys.models import Survey
from contratrata.knowledge.surveys.queries import ticket_for
from planning import published
from registering import happening, signed_up
from scenario import SECRETS, World
from surveying import a_survey, answered, people, results, sheet_of

WORDS = next(one for one in SECRETS if "Eustaquiana" in one)


def build(world: World) -> None:
    """Add them to the world."""
    cast = world.cast
    event = published(cast, "Encuestado")
    held = happening(cast, event)
    mine = signed_up(held, name="Persona 7 (ficticia)", email="persona7@lucero.example")
    answered_one = a_survey(cast, event)
    answered(held, answered_one, *people(7, sector="public", expects=WORDS))
    by_ticket = a_survey(cast, event, who="registered")
    named = a_survey(cast, event, who="named")
    values: dict[str, Any] = {"timing": "before", "who": "anybody", "writes": False}
    with acting(cast.flor.scope):
        draft = operations.write(event.id, values=values)
        own = {one.id: ticket_for(Survey.objects.get(id=one.id), mine.row.id) for one in (by_ticket, named)}
    operations.answer(sheet_of(held, named, own[named.id]), values={"knows": "quite", "expects": WORDS})
    question = results(cast, answered_one).question("expects")
    assert question is not None
    answer_id = question.words()[0][0]
    with acting(cast.flor.scope):
        operations.tag(
            answered_one.id,
            "expects",
            answer_id,
            tags=["red"],
            shown=frozenset({answer_id}),
            expected_version=1,
        )
    world.ids |= {
        "survey_event_id": event.id,
        "survey_event_code": held.facts.code,
        "survey_id": answered_one.id,
        "answered_survey_id": answered_one.id,
        "survey_code": answered_one.code,
        "ticket_survey_code": by_ticket.code,
        "survey_ticket": own[by_ticket.id],
        "draft_survey_id": draft.id,
        "named_survey_id": named.id,
        "survey_answer_id": answer_id,
    }
