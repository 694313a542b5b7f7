"""Pictures, documents and videos of a practice: clean, described, public with it and gone with it; dead links told."""

import contextlib
import io
import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import translation
from PIL import Image

from cast import Cast, Player
from contratrata.ground.base.errors import DomainError
from contratrata.ground.base.scope import acting
from contratrata.ground.base.translated import Translated
from contratrata.ground.files.models import OpenFile, SharedFile
from contratrata.ground.notices.public import waiting_for
from contratrata.ground.nouns.public import operations as nouns
from contratrata.ground.questions.public import read_word
from contratrata.ground.things.public import from_row
from contratrata.knowledge.practices import links, operations
from contratrata.knowledge.practices.models import PRACTICES, QUESTIONS, DeadLink, Practice, Published
from nouns import values_for
from reviewing import public_page, review_of

pytestmark = pytest.mark.django_db
FIELDS = {"name_es": "Mesa (ficticia)", "summary_es": "x", "country": "GTM", "area": "prevention", "problem_es": "x",
          "how_es": "x"}  # fmt: skip


@pytest.fixture(autouse=True)
def gate_is_open(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The second factor has tests of its own."""
    monkeypatch.setattr("contratrata.doors.web.access.GATES", [])
    with translation.override("es"):
        yield


def browser(player: Player) -> Client:
    client = Client()
    client.force_login(player.user)
    return client


def photograph() -> bytes:
    """A photograph that says where it was taken."""
    exif = Image.Exif()
    exif[0x8825] = {1: "N", 2: (14.0, 38.0, 0.0), 3: "W", 4: (90.0, 30.0, 0.0)}
    exif[0x010F] = "Marca del aparato"
    out = io.BytesIO()
    Image.new("RGB", (400, 300), "navy").save(out, "JPEG", exif=exif)
    return out.getvalue()


def sent(cast: Cast, **more: Any) -> Any:
    return browser(cast.flor).post("/practicas/nueva/", {**FIELDS, **more})


def kept(cast: Cast) -> dict[str, Any]:
    with acting(cast.flor.scope):
        return from_row(QUESTIONS.facts, Practice.objects.get())


def published(cast: Cast, **changed: Any) -> Practice:
    with acting(cast.flor.scope):
        row = nouns.write(PRACTICES, values=values_for(PRACTICES, "Faro") | changed)
    republish(cast, row, 1)
    return row


def republish(cast: Cast, row: Practice, version: int) -> None:
    with acting(cast.flor.scope):
        nouns.move(PRACTICES, row.id, "submit", expected_version=version)
    for player in (cast.diana, cast.gloria):
        with acting(player.scope):
            operations.review(row.id, values=review_of("accept"), read_version=version)
    with acting(cast.gloria.scope):
        nouns.publish(PRACTICES, row.id, expected_version=version)


def test_a_picture_loses_where_it_was_taken_and_says_what_it_shows(cast: Cast) -> None:
    page = browser(cast.flor).get("/practicas/nueva/").content.decode()
    assert "se les quita el lugar" in page
    picture = SimpleUploadedFile("mesa.jpg", photograph())
    answer = sent(cast, picture=picture)
    assert answer.status_code == 200
    assert "Escriba qué muestra la imagen" in answer.content.decode()
    picture = SimpleUploadedFile("mesa.jpg", photograph())
    assert sent(cast, picture=picture, picture_alt_es="Una mesa vacía").status_code == 302
    value = kept(cast)["picture"]
    content = b"".join(browser(cast.diana).get(value.url))
    assert b"Marca del aparato" not in content
    with Image.open(io.BytesIO(content)) as opened:
        assert not opened.getexif()
    assert browser(cast.diana).get(value.small_url).status_code == 200


@pytest.mark.parametrize(
    ("field", "name", "content", "words"),
    [
        ("picture", "a.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "no se admite"),
        ("picture", "a.pdf", b"%PDF-1.4 x", "Elija una imagen"),
        ("document", "a.pdf", b"%PDF-1.4 1 0 obj<</S/JavaScript/JS(x)>>", "programas o archivos dentro"),
        ("document", "a.docx", b"%PDF-1.4 <</S/Launch>>", "programas o archivos dentro"),
        ("document", "a.mp4", b"\0\0\0\x18ftypmp42" + b"\0" * 90, "Un video no se sube aquí"),
        ("document", "a.txt", b"x" * ((10 << 20) + 1), "10 MB"),
    ],
)
def test_what_is_hostile_or_too_much_is_refused_in_words(
    cast: Cast, field: str, name: str, content: bytes, words: str
) -> None:
    answer = sent(cast, **{field: SimpleUploadedFile(name, content), "picture_alt_es": "x"})
    assert answer.status_code == 200
    page = answer.content.decode()
    assert words in page
    assert "Mesa (ficticia)" in page  # nothing typed is lost


def test_a_video_of_200_megabytes_is_refused_with_the_limit_and_the_way(cast: Cast, settings: Any) -> None:
    settings.UPLOAD_MOST_BYTES = 20_000
    video = SimpleUploadedFile("a.mp4", b"\0" * 60_000)
    answer = sent(cast, document=video, place="Lo que viene después del archivo")
    page = answer.content.decode()
    assert answer.status_code == 200
    for words in ("10 MB", "escriba su enlace", "Mesa (ficticia)", "Lo que viene después del archivo"):
        assert words in page
    with acting(cast.flor.scope):
        assert not Practice.objects.exists()


@pytest.mark.parametrize(
    "link",
    ["http://ejemplo.example/v", "https://10.0.0.1/v", "https://ana:clave@ejemplo.example/", "https://localhost/v",
     "https://ejemplo.example:8443/v", "javascript:alert(1)", "https://servidor.local/v"],
)  # fmt: skip
def test_a_video_is_an_https_link_to_a_place_with_a_name(cast: Cast, link: str) -> None:
    answer = sent(cast, videos=f"https://ejemplo.example/v\n{link}")
    assert answer.status_code == 200
    assert "https://" in answer.content.decode()
    with acting(cast.flor.scope), pytest.raises(DomainError):
        nouns.write(PRACTICES, values=values_for(PRACTICES, "Faro") | {"videos": (link,)})


def test_files_are_public_with_the_practice_and_no_longer(cast: Cast) -> None:
    row = published(cast)
    page = Client().get(public_page(row.id)).content.decode()
    assert 'alt="Faro (ficticia)"' in page
    assert '<a href="https://ejemplo.example/video" rel="noreferrer">' in page
    taken = Client().get(f"/es/practicas/{row.id}/practica.docx")
    assert read_word(QUESTIONS, taken.content).values["place"] == "Faro"
    assert not taken.cookies
    assert "<iframe" not in page
    assert "<video" not in page
    urls = [f"/es/archivos/{one.id}/" for one in OpenFile.objects.all()]
    assert len(urls) == 4  # two documents, two pictures
    assert all(Client().get(url).status_code == 200 for url in urls)
    with acting(cast.gloria.scope):
        nouns.take_back(PRACTICES, row.id, reason="La ley cambió.")
    assert [Client().get(url).status_code for url in urls] == [404] * 4
    assert Client().get(f"/es/practicas/{row.id}/practica.docx").status_code == 404
    with acting(cast.flor.scope):
        assert SharedFile.objects.count() == 4


def test_one_language_is_taken_out_while_the_other_stays(cast: Cast) -> None:
    row = published(cast)
    assert "Faro (fictitious)" in Client().get(public_page(row.id, "en")).content.decode()
    with acting(cast.flor.scope):
        now = from_row(QUESTIONS.facts, Practice.objects.get(id=row.id))
        only = {
            name: value.edited({"en": ""}) for name, value in now.items() if isinstance(value, Translated)
        }
        nouns.change(PRACTICES, row.id, values=only, expected_version=1)
        with pytest.raises(DomainError):  # what it was translated from stays
            now["name"].edited({"es": ""})
    republish(cast, row, 2)
    page = Client().get(public_page(row.id, "en")).content.decode()
    assert "Faro (fictitious)" not in page
    assert "Faro (ficticia)" in page
    assert Client().get(public_page(row.id)).status_code == 200
    assert Published.objects.get().name.text("en") == ""  # type: ignore[attr-defined]


def test_a_translation_older_than_its_original_is_said_in_form_and_page(cast: Cast) -> None:
    row = published(cast)
    with acting(cast.flor.scope):
        now = from_row(QUESTIONS.facts, Practice.objects.get(id=row.id))
        nouns.change(
            PRACTICES, row.id, values={"how": now["how"].edited({"es": "Otra cosa"})}, expected_version=1
        )
    republish(cast, row, 2)
    assert "older" in Client().get(public_page(row.id, "en")).content.decode()
    assert "anterior al original" not in Client().get(public_page(row.id)).content.decode()
    flor, url = browser(cast.flor), PRACTICES.url("edit", row)
    page = flor.get(url).content.decode()
    assert page.count("cambió después de esta traducción") == 1
    form = flor.get(url).context["form"]
    data = {
        bound.name: bound.value() for bound in form if isinstance(bound.value(), str | int) and bound.value()
    }
    data |= {
        "area": ["prevention"],
        "population": [],
        "goals": [],
        "how_en_confirmed": "on",
        "country": "GTM",
    }
    assert flor.post(url, data).status_code == 302
    assert "cambió después de esta traducción" not in flor.get(url).content.decode()


class Site(BaseHTTPRequestHandler):
    """A place on the loopback: one page is there, one is shut, everything else is gone."""

    def do_HEAD(self) -> None:
        self.send_response({"/hay": 200, "/cerrada": 403}.get(self.path, 404))
        self.end_headers()

    def log_message(self, *args: Any) -> None:
        """Nothing."""


@pytest.fixture
def port() -> Iterator[int]:
    server = HTTPServer(("127.0.0.1", 0), Site)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server.server_port
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_link_that_died_is_told_to_who_wrote_it_the_second_time(cast: Cast, port: int) -> None:
    def reach(host: str) -> socket.socket:
        if host == "nadie.example":
            raise socket.gaierror
        return socket.create_connection(("127.0.0.1", port))

    gone = "https://ejemplo.example/no-hay"
    videos = (
        "https://ejemplo.example/hay",
        "https://ejemplo.example/cerrada",
        gone,
        "https://nadie.example/",
    )
    with acting(cast.flor.scope):
        row = nouns.write(PRACTICES, values=values_for(PRACTICES, "Faro") | {"videos": videos, "link": ""})
    for data in (False, True):
        assert links.check_links(reach) == 2
        with acting(cast.flor.scope):
            assert {one.url for one in DeadLink.objects.all()} == {gone, "https://nadie.example/"}
            assert (
                "practice.dead_link" in waiting_for(cast.flor.scope).values_list("kind", flat=True)
            ) is data
        assert (gone in browser(cast.flor).get(PRACTICES.url("row", row)).content.decode().partition(
            "Enlaces que ya no responden")[2][:600]) is data  # fmt: skip
    with acting(cast.flor.scope):
        nouns.change(PRACTICES, row.id, values={"videos": videos[:2]}, expected_version=1)
    assert links.check_links(reach) == 0
    with acting(cast.flor.scope):
        assert not DeadLink.objects.exists()


def test_off_the_net_no_link_is_called_dead_and_inner_places_are_never_asked(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    def nobody(host: str) -> socket.socket:
        raise OSError(host)

    with acting(cast.flor.scope):
        nouns.write(PRACTICES, values=values_for(PRACTICES, "Faro"))
    assert links.check_links(nobody) == 0
    with acting(cast.flor.scope):
        assert not DeadLink.objects.exists()
    for address in ("127.0.0.1", "10.1.2.3", "169.254.169.254", "192.168.0.1"):
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_a, at=address, **_k: [(2, 1, 6, "", (at, 443))])
        with pytest.raises(links.Inner):
            links.outside("ejemplo.example")
    settings.CHECK_LINKS = False
    assert links.check_links() == 0


def test_a_place_that_never_ends_to_answer_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(links, "PATIENCE", 0.5)
    result: list[bool] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            line, _address = server.accept()
            with line, contextlib.suppress(OSError):
                while True:  # always there, never an answer
                    line.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")

        def ask() -> None:
            result.append(
                links.answers(
                    "https://ejemplo.example/", lambda _host: socket.create_connection(server.getsockname())
                )
            )

        threads = [threading.Thread(target=one, daemon=True) for one in (serve, ask)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
    assert result == [False]


def test_a_practice_that_went_while_links_were_asked_is_passed_over(cast: Cast, port: int) -> None:
    videos = ("https://ejemplo.example/hay", "https://ejemplo.example/no-hay")
    for word in ("Faro", "Muelle"):
        with acting(cast.flor.scope):
            row = nouns.write(PRACTICES, values=values_for(PRACTICES, word) | {"videos": videos, "link": ""})

    def reach(_host: str) -> socket.socket:
        return socket.create_connection(("127.0.0.1", port))

    assert links.check_links(reach) == 1

    def meanwhile(host: str) -> socket.socket:
        with acting(cast.flor.scope):
            if Practice.objects.filter(id=row.id).exists():
                nouns.remove(PRACTICES, row.id, expected_version=1)
        return reach(host)

    assert links.check_links(meanwhile) == 1
    with acting(cast.flor.scope):
        assert [one.tries for one in DeadLink.objects.exclude(practice_id=row.id)] == [2]
        assert not DeadLink.objects.filter(practice_id=row.id).exists()


@pytest.mark.parametrize(
    ("address", "outer"),
    [
        ("93.184.215.14", True), ("2606:2800:21f:cb07::1", True), ("::1", False), ("fe80::1", False),
        ("fd00::1", False), ("::ffff:10.0.0.1", False), ("64:ff9b::a00:1", False), ("2002:a00:1::1", False),
        ("100.64.0.1", False), ("224.0.0.1", False), ("ff0e::1", False),
    ],
)  # fmt: skip
def test_no_address_that_leads_inside_is_outer(address: str, outer: bool) -> None:
    assert links.is_outer(address) is outer
