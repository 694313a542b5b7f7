"""The same act sent several times at the same moment: it happens once, and nobody is shown a fault."""

import threading
import uuid

from django.db import DatabaseError, connection

from cast import Cast
from contratrata.care.cases import operations as cases
from contratrata.care.cases.models import FirstContact
from contratrata.ground.base.errors import DomainError
from contratrata.ground.base.scope import acting

CLICKS = 4


def test_a_first_contact_sent_four_times_is_one(real_cast: Cast) -> None:
    once, ready = uuid.uuid4(), threading.Barrier(CLICKS)
    made: list[uuid.UUID] = []
    faults: list[Exception] = []

    def click() -> None:
        try:
            with acting(real_cast.ana.scope):
                ready.wait(10)
                told = cases.NewContact(said="Llamó una vecina", channel="hotline")
                made.append(cases.record_first_contact(contact=told, once=once).id)
        except (DatabaseError, DomainError, threading.BrokenBarrierError) as error:
            faults.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=click) for _one in range(CLICKS)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(30)
    assert faults == []
    assert len(made) == CLICKS
    assert len(set(made)) == 1
    with acting(real_cast.ana.scope):
        assert FirstContact.objects.filter(once=once).count() == 1
