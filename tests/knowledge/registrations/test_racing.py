"""Many at the same moment: no place is taken twice, and the same sending twice is one registration."""

import threading
from collections import Counter
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client

from cast import Cast
from contratrata.ground.base.scope import acting
from contratrata.ground.network.public import job_scope
from contratrata.knowledge.events.public import page_url
from contratrata.knowledge.registrations import operations
from contratrata.knowledge.registrations.happenings import Happening
from contratrata.knowledge.registrations.models import Registration
from registering import happening, somebody


def by_the_act(event: Happening, n: int) -> None:
    operations.sign_up(event, values=somebody(n), language="es")


def by_the_form(event: Happening, n: int) -> None:
    path = f"{page_url('es', event.id)}inscripcion/"
    answer = Client().post(path, somebody(n), HTTP_ORIGIN="http://testserver")
    assert "Revise su correo" in answer.content.decode()


def race(
    event: Happening, numbers: list[int], sign_up: Callable[[Happening, int], None] = by_the_act
) -> list[str]:
    """All of these sign up at once, a connection each; what went wrong."""
    begin, wrong = threading.Barrier(len(numbers)), list[str]()

    def one(n: int) -> None:
        try:
            begin.wait()
            sign_up(event, n)
        except Exception as error:  # noqa: BLE001  (told by the test)
            wrong.append(repr(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=(n,)) for n in numbers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return wrong


@pytest.mark.real_commits
def test_twelve_at_once_for_three_places_and_one_of_them_twice(real_cast: Cast) -> None:
    event = happening(real_cast, capacity=3)
    assert race(event, [*range(11), 10]) == []
    with acting(job_scope(real_cast.refugio)):
        states = Counter(Registration.objects.values_list("state", flat=True))
    assert states == {"placed": 3, "waiting": 8}


@pytest.mark.real_commits
@pytest.mark.usefixtures("gate_is_open")
def test_by_the_form_no_place_is_taken_twice_either(real_cast: Cast) -> None:
    event = happening(real_cast, capacity=2)
    assert race(event, [*range(6), 5], by_the_form) == []
    with acting(job_scope(real_cast.refugio)):
        states = Counter(Registration.objects.values_list("state", flat=True))
    assert states == {"placed": 2, "waiting": 4}
