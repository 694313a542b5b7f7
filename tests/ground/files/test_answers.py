"""A file as an answer: chosen on a form, shown on its page, replaced, removed, published. All invented."""

import io
import uuid
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.test import Client
from PIL import Image
from test_kinds import PDF, picture

from cast import Cast, Player
from contratrata.ground.base import clock
from contratrata.ground.base.scope import acting
from contratrata.ground.base.translated import Translated
from contratrata.ground.files import sweeping
from contratrata.ground.files.models import OpenFile, SharedFile
from contratrata.ground.nouns.public import operations
from contratrata.ground.things.public import from_row
from contratrata.knowledge.countries.models import ENTRIES, Entry

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("gate_is_open")]
LAW = {"kind": "law", "country": "GTM", "name_es": "Ley de prueba (ficticia)"}


@pytest.fixture(autouse=True)
def own_store(tmp_path: Path, settings: Any) -> Path:
    """A store of this test's own."""
    folder = tmp_path / "files"
    options = {**settings.STORAGES["default"]["OPTIONS"], "location": folder}
    settings.STORAGES = {**settings.STORAGES, "default": {**settings.STORAGES["default"], "OPTIONS": options}}
    return folder


def browser(player: Player) -> Client:
    client = Client()
    client.force_login(player.user)
    return client


def sent(client: Client, url: str, content: bytes | None, name: str = "afiche.jpg", **more: str) -> Any:
    """The form of an entry as a browser sends it."""
    file = {"document": SimpleUploadedFile(name, content)} if content is not None else {}
    return client.post(url, {**LAW, "once": str(uuid.uuid4()), **more, **file})


def the_entry(player: Player) -> tuple[Entry, Any]:
    """The one entry there is, and its file."""
    with acting(player.scope):
        (row,) = Entry.objects.all()
        return row, from_row(ENTRIES.facts, row)["document"]


def test_it_is_chosen_kept_replaced_and_removed_on_the_form(cast: Cast) -> None:
    flor = browser(cast.flor)
    assert 'enctype="multipart/form-data"' in flor.get("/paises/nueva/").content.decode()
    assert sent(flor, "/paises/nueva/", picture(place=True)).status_code == 302
    row, first = the_entry(cast.flor)
    assert (first.name, first.kind, first.small) == ("afiche.jpg", "jpg", True)
    page = flor.get(f"/paises/{row.id}/").content.decode()
    assert f'src="/archivos/red/{first.id}/miniatura/"' in page
    assert f'href="/archivos/red/{first.id}/"' in page
    edit = f"/paises/{row.id}/cambiar/"
    shown = flor.get(edit).content.decode()
    assert "Ahora está:" in shown
    assert "no queda en el borrador" in shown
    assert sent(flor, edit, None, version="1").status_code == 302  # nothing chosen: it stays
    assert the_entry(cast.flor)[1] == first
    assert the_entry(cast.flor)[0].version == 1
    assert sent(flor, edit, PDF, "ley.pdf", version="1").status_code == 302
    row, second = the_entry(cast.flor)
    assert (second.name, second.kind, row.version) == ("ley.pdf", "pdf", 2)
    page = flor.get(f"/paises/{row.id}/").content.decode()
    assert "afiche.jpg" in page  # what it said before
    assert sent(flor, edit, None, version="2", **{"document-clear": "on"}).status_code == 302
    assert the_entry(cast.flor)[1] is None
    with acting(cast.flor.scope):
        assert not SharedFile.objects.exists()


def test_what_is_refused_is_said_beside_the_field_and_keeps_nothing(cast: Cast, own_store: Path) -> None:
    flor = browser(cast.flor)
    for content, words in (
        (b"<svg onload=alert(1)>", "no se admite"),
        (b"MZ" + bytes(99), "no se admite"),
        (b"", "está vacío"),
        (b"x" * ((10 << 20) + 1), "más de 10 MB"),
    ):
        page = sent(flor, "/paises/nueva/", content, "x.svg")
        assert page.status_code == 200
        assert words in page.content.decode()
        assert "#id_document" in page.content.decode()
    page = sent(flor, "/paises/nueva/", PDF, "ley.pdf", country="")  # another field is wrong: nothing is kept
    assert page.status_code == 200
    with acting(cast.flor.scope):
        assert not SharedFile.objects.exists()
    assert not [one for one in own_store.rglob("*") if one.is_file()]


def test_all_of_an_organisation_is_limited_in_words(cast: Cast, settings: Any) -> None:
    settings.FILES_MOST_BYTES = len(PDF) + 5
    flor = browser(cast.flor)
    assert sent(flor, "/paises/nueva/", PDF, "ley.pdf").status_code == 302
    page = sent(flor, "/paises/nueva/", PDF, "ley.pdf")
    assert "ocupan todo el espacio" in page.content.decode()
    with acting(cast.flor.scope):
        assert Entry.objects.count() == SharedFile.objects.count() == 1


def test_the_realm_reads_it_and_nobody_else(cast: Cast) -> None:
    assert sent(browser(cast.flor), "/paises/nueva/", PDF, "ley.pdf").status_code == 302
    _row, file = the_entry(cast.flor)
    url = f"/archivos/red/{file.id}/"
    for player in (cast.flor, cast.irma, cast.gloria):
        answer = browser(player).get(url)
        assert answer.content == PDF
        assert answer["Content-Disposition"] == 'attachment; filename="ley.pdf"'
        assert "sandbox" in answer["Content-Security-Policy"]
    assert browser(cast.julia).get(url).status_code == 404  # the other realm
    assert Client().get(url).status_code == 404
    assert browser(cast.flor).get(f"{url}miniatura/").status_code == 404


def test_it_is_open_to_anybody_as_long_as_it_is_published(cast: Cast) -> None:
    flor, anybody = browser(cast.flor), Client()
    assert sent(flor, "/paises/nueva/", picture(place=True)).status_code == 302
    row, first = the_entry(cast.flor)
    assert not OpenFile.objects.exists()
    with acting(cast.gloria.scope):
        operations.publish(ENTRIES, row.id, expected_version=1)
    one = OpenFile.objects.get()
    public = f"/es/archivos/{one.id}/"
    assert str(first.id) not in public
    page = anybody.get("/es/paises/gtm/").content.decode()
    assert f'src="{public}miniatura/"' in page
    assert "/archivos/red/" not in page
    answer = anybody.get(public)
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["Content-Disposition"] == 'inline; filename="afiche.jpg"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert "public" in answer["Cache-Control"]
    assert not answer.cookies
    assert "Cookie" not in answer.get("Vary", "")
    with Image.open(io.BytesIO(answer.content)) as shown:
        assert not dict(shown.getexif())
    assert anybody.get(public, headers={"if-none-match": answer["ETag"]}).status_code == 304
    # What is replaced stays open until the new one is published too.
    assert sent(flor, f"/paises/{row.id}/cambiar/", PDF, "ley.pdf", version="1").status_code == 302
    later = clock.now() + 2 * sweeping.LEFT_OVER
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(clock, "now", lambda: later)
        sweeping.sweep_files()
    assert anybody.get(public).status_code == 200
    with acting(cast.gloria.scope):
        operations.publish(ENTRIES, row.id, expected_version=2)
    assert anybody.get(public).status_code == 404
    law = OpenFile.objects.get()
    saved = anybody.get(f"/en/archivos/{law.id}/")
    assert saved["Content-Disposition"] == 'attachment; filename="ley.pdf"'
    assert "sandbox" in saved["Content-Security-Policy"]
    with acting(cast.gloria.scope):
        operations.take_back(ENTRIES, row.id)
    assert anybody.get(f"/es/archivos/{law.id}/").status_code == 404
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(clock, "now", lambda: later)
        sweeping.sweep_files()
    lying = default_storage.listdir("open")[1]
    with acting(cast.flor.scope):
        assert lying == [str(one.id) for one in SharedFile.objects.all()]


def test_only_the_act_that_publishes_opens_a_file(cast: Cast) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        OpenFile.objects.create(file_id=uuid.uuid4(), name="x", kind="txt", size=1, digest="0" * 64)


def test_a_page_without_a_file_says_so(cast: Cast) -> None:
    with acting(cast.flor.scope):
        values = {"kind": "law", "country": "GTM", "name": Translated.of({"es": "Ley"})}
        row = operations.write(ENTRIES, values=values)
    assert "Archivo" in browser(cast.flor).get(f"/paises/{row.id}/").content.decode()
