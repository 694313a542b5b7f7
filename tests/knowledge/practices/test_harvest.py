"""OAI-PMH: harvested over a real connection by a client of others (sickle), page by page, with what is gone."""

import threading
import uuid
from collections.abc import Iterator
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server
from xml.etree import ElementTree as ET

import pytest
from django.core.wsgi import get_wsgi_application
from django.db import connections
from django.test import Client
from sickle import Sickle
from sickle.oaiexceptions import BadArgument, CannotDisseminateFormat, IdDoesNotExist, NoRecordsMatch

from cast import Cast
from contratrata.ground.base import clock
from contratrata.ground.base.publishing import publishing
from contratrata.ground.base.scope import acting
from contratrata.ground.base.translated import Translated
from contratrata.ground.nouns.public import operations as nouns
from contratrata.knowledge.practices import harvest
from contratrata.knowledge.practices.lasting import silence
from contratrata.knowledge.practices.models import PRACTICES, Lasting
from reviewing import published

OAI = "{http://www.openarchives.org/OAI/2.0/}"


class _Quiet(WSGIRequestHandler):
    def log_message(self, *args: Any) -> None:
        """Say nothing."""


@pytest.fixture
def address(commits: None, settings: Any) -> Iterator[str]:
    """The site on the loopback, answering from what is committed."""
    settings.ALLOWED_HOSTS = ["127.0.0.1"]
    application = get_wsgi_application()

    def answering(environ: Any, start_response: Any) -> Any:
        try:
            return list(application(environ, start_response))
        finally:
            connections.close_all()

    with make_server("127.0.0.1", 0, answering, handler_class=_Quiet) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/oai/"
        finally:
            server.shutdown()
            thread.join()


def numbered(count: int) -> None:
    with publishing(Lasting):
        for number in range(101, 101 + count):
            name = Translated.of({"es": f"Ficticia {number}"})
            Lasting.objects.create(
                row_id=uuid.uuid4(),
                number=number,
                turn=number,
                name=name,
                area=["prevention"],
                version=1,
                gone_at=clock.now(),
            )


def parsed(content: bytes) -> ET.Element:
    return ET.fromstring(content)  # noqa: S314  (our own answer)


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_client_of_others_harvests_everything(
    address: str, real_cast: Cast, monkeypatch: pytest.MonkeyPatch, method: str
) -> None:
    monkeypatch.setattr(harvest, "SIZE", 2)
    row, other = published(real_cast, "Faro", area=("protection",)), published(real_cast, "Muelle")
    with acting(real_cast.gloria.scope):
        nouns.take_back(PRACTICES, other.id, reason="Palabras para adentro", public="law")
    numbered(5)
    client = Sickle(address, http_method=method)
    who = client.Identify()
    assert (who.protocolVersion, who.deletedRecord, who.baseURL) == ("2.0", "persistent", harvest._base_url())
    assert [one.metadataPrefix for one in client.ListMetadataFormats()] == ["oai_dc"]
    assert [one.setSpec for one in client.ListSets()] == [
        "prevention",
        "protection",
        "prosecution",
        "cooperation",
    ]
    records = list(client.ListRecords(metadataPrefix="oai_dc"))
    assert [one.header.identifier.rpartition(":")[2] for one in records] == ["bp-1", "bp-2", *(
        f"bp-{n}" for n in range(101, 106))]  # fmt: skip
    assert [one.header.deleted for one in records] == [False, *[True] * 6]
    assert [one.identifier for one in client.ListIdentifiers(metadataPrefix="oai_dc")] == [
        one.header.identifier for one in records
    ]
    core = records[0].metadata
    assert core["title"] == ["Faro (ficticia)", "Faro (fictitious)"]
    assert core["language"] == ["es", "en"]
    assert core["creator"] == ["Faro (ficticio)"]
    assert core["identifier"][0].endswith("/es/practicas/bp-1/")
    one = client.GetRecord(identifier=records[0].header.identifier, metadataPrefix="oai_dc")
    assert one.metadata == core
    assert "Palabras para adentro" not in "".join(record.raw for record in records)
    of_set = client.ListRecords(metadataPrefix="oai_dc", set="protection")
    assert [record.header.identifier for record in of_set] == [records[0].header.identifier]
    assert str(row.id) not in "".join(record.raw for record in records)


def test_what_changed_since_a_day_is_harvested_alone(address: str, real_cast: Cast) -> None:
    published(real_cast)
    client = Sickle(address)
    stamp = next(iter(client.ListIdentifiers(metadataPrefix="oai_dc"))).datestamp
    for asked, number in (
        ({"from": stamp}, 1), ({"from": stamp[:10]}, 1), ({"until": stamp}, 1), ({"until": stamp[:10]}, 1),
        ({"from": stamp, "until": stamp}, 1), ({"until": "9999-12-31"}, 1),
        ({"until": "9999-12-31T23:59:59Z"}, 1), ({"from": "2999-01-01"}, 0), ({"until": "2001-01-01T00:00:00Z"}, 0),
    ):  # fmt: skip
        if number:
            assert len(list(client.ListRecords(metadataPrefix="oai_dc", **asked))) == number, asked
        else:
            with pytest.raises(NoRecordsMatch):
                client.ListRecords(metadataPrefix="oai_dc", **asked)
    with pytest.raises(CannotDisseminateFormat):
        client.ListRecords(metadataPrefix="marc21")
    with pytest.raises(IdDoesNotExist):
        client.GetRecord(identifier="oai:otra:bp-1", metadataPrefix="oai_dc")
    with pytest.raises(BadArgument):
        client.ListRecords(metadataPrefix="oai_dc", until="2026-01-01", **{"from": "2026-01-01T00:00:00Z"})


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("", "badVerb"), ("verb=Nada", "badVerb"), ("verb=Identify&verb=Identify", "badVerb"),
        ("verb=Identify&x=1", "badArgument"), ("verb=ListRecords", "badArgument"),
        ("verb=GetRecord&metadataPrefix=oai_dc", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&metadataPrefix=oai_dc", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=ayer", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=2026-02-30", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=2026-02-02&until=2026-02-01", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&set=%00", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&resumptionToken=x", "badArgument"),
        ("verb=ListRecords&resumptionToken=x", "badResumptionToken"),
        ("verb=ListSets&resumptionToken=x", "badResumptionToken"),
        ("verb=ListIdentifiers&metadataPrefix=x", "cannotDisseminateFormat"),
        ("verb=ListIdentifiers&metadataPrefix=oai_dc", "noRecordsMatch"),
        ("verb=ListMetadataFormats&identifier=x", "idDoesNotExist"),
        ("verb=GetRecord&metadataPrefix=oai_dc&identifier=%3Cb%3E%22", "idDoesNotExist"),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_answered_in_the_protocol(query: str, code: str) -> None:
    answer = Client().get(f"/oai/?{query}")
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/xml; charset=utf-8")
    root = parsed(answer.content)
    assert [one.get("code") for one in root.iter(f"{OAI}error")] == [code]
    assert not answer.cookies


@pytest.mark.django_db
def test_a_token_belongs_to_its_verb(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    numbered(3)
    monkeypatch.setattr(harvest, "SIZE", 2)
    first = parsed(Client().get("/oai/?verb=ListIdentifiers&metadataPrefix=oai_dc").content)
    token = next(first.iter(f"{OAI}resumptionToken"))
    assert (token.get("completeListSize"), token.get("cursor")) == ("3", "0")
    asked = {"verb": "ListRecords", "resumptionToken": token.text}
    wrong = parsed(Client().get("/oai/", asked).content)
    assert [one.get("code") for one in wrong.iter(f"{OAI}error")] == ["badResumptionToken"]
    last = parsed(Client().get("/oai/", asked | {"verb": "ListIdentifiers"}).content)
    assert len(list(last.iter(f"{OAI}header"))) == 1
    end = next(last.iter(f"{OAI}resumptionToken"))
    assert (end.text, end.get("cursor")) == (None, "2")


@pytest.mark.django_db
def test_a_language_that_was_taken_back_is_not_harvested(cast: Cast) -> None:
    row = published(cast)
    with acting(cast.gloria.scope):
        silence(row.id, "en")
    text = Client().get("/oai/?verb=ListRecords&metadataPrefix=oai_dc").content.decode()
    assert "Faro (ficticia)" in text
    assert "fictitious" not in text
