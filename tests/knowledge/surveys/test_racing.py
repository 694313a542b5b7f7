"""Many at the same moment: the same sheet counts once, and every answer that came is among the results."""

import threading

import pytest
from django.db import connection

from cast import Cast
from contratrata.knowledge.events.models import Event
from contratrata.knowledge.surveys import operations
from planning import published
from registering import happening
from surveying import a_survey, closed, results, sheet_of, ticket_of


@pytest.mark.real_commits
def test_eleven_at_once_and_one_of_them_twice(real_cast: Cast) -> None:
    event: Event = published(real_cast)
    held = happening(real_cast, event)
    survey = a_survey(real_cast, event)
    tickets = [ticket_of(real_cast, survey) for _n in range(11)]
    tickets.append(tickets[-1])
    begin, wrong, taken = threading.Barrier(len(tickets)), list[str](), list[bool]()

    def one(ticket: str) -> None:
        try:
            begin.wait()
            taken.append(operations.answer(sheet_of(held, survey, ticket), values={"knows": "little"}))
        except Exception as error:  # noqa: BLE001  (told by the test)
            wrong.append(repr(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=(ticket,)) for ticket in tickets]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert sorted(taken) == [False] + [True] * 11
    closed(real_cast, survey)
    assert results(real_cast, survey).number == 11
