"""The same act sent several times at the same moment: it happens once, and nobody is shown a fault."""

import threading
import time
import uuid

from django.db import DatabaseError, connection, transaction
from django.test import Client

import house
from cast import Cast
from contratrata.care.cases import operations as cases
from contratrata.care.cases.models import FirstContact, Registration
from contratrata.ground.base.errors import DomainError
from contratrata.ground.base.scope import acting
from contratrata.ground.nouns.public import operations as nouns
from contratrata.knowledge.adoption import operations as adoptions
from contratrata.knowledge.adoption.models import Adopted, Adoption
from contratrata.knowledge.practices.models import PRACTICES
from signin import sign_in
from taking_up import published, step, taken_up

CLICKS = 4


def test_a_first_contact_sent_four_times_is_one(real_cast: Cast) -> None:
    once, ready = uuid.uuid4(), threading.Barrier(CLICKS)
    created: list[uuid.UUID] = []
    faults: list[Exception] = []

    def click() -> None:
        try:
            with acting(real_cast.ana.scope):
                ready.wait(10)
                values = {"said": "Llamó una vecina", "channel": "hotline"}
                created.append(cases.record_first_contact(contact=values, once=once).id)
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
    assert len(created) == CLICKS
    assert len(set(created)) == 1
    with acting(real_cast.ana.scope):
        assert FirstContact.objects.filter(once=once).count() == 1


def test_a_registration_begun_four_times_is_one(real_cast: Cast) -> None:
    once, ready = str(uuid.uuid4()), threading.Barrier(CLICKS)
    landed: list[str] = []

    def click(client: Client) -> None:
        try:
            ready.wait(10)
            landed.append(
                client.post("/casos/registrar/empezar/", {"once": once}).headers.get("Location", "")
            )
        finally:
            connection.close()

    clients = [Client() for _one in range(CLICKS)]
    for client in clients:
        sign_in(client, real_cast.ana)
    threads = [threading.Thread(target=click, args=[client]) for client in clients]
    for one in threads:
        one.start()
    for one in threads:
        one.join(30)
    assert len(landed) == CLICKS
    assert len(set(landed)) == 1
    with acting(real_cast.ana.scope):
        assert Registration.objects.count() == 1


def test_what_is_taken_back_meanwhile_says_nothing_of_who_adopted_it(real_cast: Cast) -> None:
    practice = published(real_cast)
    adoption = taken_up(real_cast.diana, practice.id, "pilot")

    def adopt() -> None:
        try:
            with acting(real_cast.diana.scope):
                adoptions.take_step(adoption.id, "adopt", values=step(), expected_version=adoption.version)
        finally:
            connection.close()

    thread = threading.Thread(target=adopt)
    with acting(real_cast.gloria.scope), transaction.atomic():
        nouns.take_back(PRACTICES, practice.id, reason="Algo no debía leerse", public="doubts")
        thread.start()
        until = time.monotonic() + 30
        while not somebody_waits() and thread.is_alive() and time.monotonic() < until:
            thread.join(0.02)
    thread.join(30)
    with acting(real_cast.diana.scope):
        assert Adoption.objects.get(id=adoption.id).state == "adopted"
    assert not Adopted.objects.exists()


def somebody_waits() -> bool:
    with house.connect("keeper") as keeper:
        row = keeper.execute("SELECT count(*) FROM pg_locks WHERE NOT granted").fetchone()
    return bool(row and int(str(row[0])))
