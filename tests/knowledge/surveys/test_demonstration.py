"""The demonstration shows a survey before and after a cycle, and one with too few answers to show; each once."""

import pytest

from cast import Cast
from contratrata.ground.base.scope import acting
from contratrata.knowledge.events import demo as events
from contratrata.knowledge.surveys.demo import demonstrate
from contratrata.knowledge.surveys.models import Survey
from contratrata.knowledge.surveys.overview import compared
from contratrata.knowledge.surveys.results import results_of

pytestmark = pytest.mark.django_db


def test_twelve_before_fourteen_after_and_four_that_are_not_shown(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("contratrata.knowledge.events.demo.is_demonstration", lambda: True)
    with acting(cast.gloria.scope):
        assert demonstrate(cast.gloria.scope) == 0  # no event yet
        events.demonstrate(cast.gloria.scope)
        for _again in range(2):
            assert demonstrate(cast.gloria.scope) == 3
        surveys = list(Survey.objects.order_by("written_at", "id"))
        shown = [(one.state, results_of(one).received, results_of(one).number) for one in surveys]
        assert shown == [("closed", 12, 12), ("closed", 14, 14), ("open", 4, 0)]
        assert len(compared(surveys[:2])) == 3
        texts = [text for one in surveys for asked in results_of(one).questions if asked.fact.sealed
                 for _id, text in asked.words()]  # fmt: skip
    assert len(texts) == 25
    assert all(text.endswith("(ficticia)") for text in texts)
