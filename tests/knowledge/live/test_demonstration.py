"""The demonstration's workshop has tables that wrote, each once, and its systematisation knows of them."""

from cast import Cast
from contratrata.ground.base.scope import acting
from contratrata.knowledge.events.demo import demonstrate as demonstrate_events
from contratrata.knowledge.live import gathered
from contratrata.knowledge.live.demo import demonstrate
from contratrata.knowledge.live.models import Agreement, Notebook


def test_tables_wrote_once_and_are_shared(cast: Cast) -> None:
    with acting(cast.gloria.scope):
        demonstrate_events(cast.gloria.scope)
        assert (demonstrate(cast.gloria.scope), demonstrate(cast.gloria.scope)) == (4, 0)
        event_id = Notebook.objects.values_list("event_id", flat=True).distinct().get()
        assert Agreement.objects.count() == 4
        known, agreements = gathered.tables(event_id), gathered.agreements(event_id)
    assert known is not None
    assert known.figures == (("4", "mesas"),)
    assert agreements is not None
    assert all("(ficticio)" in one for one in agreements.sentences)
