"""Files are kept sealed, given only to who may read, and gone when the person is erased. All invented."""

import datetime as dt
import errno
import io
import uuid
from pathlib import Path
from typing import Any

import pytest
import tink
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, RequestFactory
from test_kinds import DOCX, PDF, picture

from cast import Cast, Player
from contratrata.ground.audit.public import Entry
from contratrata.ground.base import clock
from contratrata.ground.base.errors import Shredded
from contratrata.ground.base.scope import acting
from contratrata.ground.files import content as content_of
from contratrata.ground.files import operations, reading, store, sweeping, uploads
from contratrata.ground.files.models import StoredFile
from contratrata.ground.files.problems import FileRefused, StoreAway
from contratrata.ground.network.public import job_scope
from contratrata.ground.vault import public as vault
from downloads import body_of
from signin import sign_in

THING = uuid.uuid4()
STORY = b"Dunia Funes cont\xc3\xb3 que lleg\xc3\xb3 de noche a la terminal.\n"


@pytest.fixture(autouse=True)
def readers(monkeypatch: pytest.MonkeyPatch) -> None:
    """A kind of thing whose files those who may read identities read."""
    monkeypatch.setitem(reading._readers, "trial", lambda scope, about: scope.identities and about == THING)


@pytest.fixture(autouse=True)
def own_store(tmp_path: Path, settings: Any) -> Path:
    """A store of this test's own: it sweeps, and other tests keep files at the same time."""
    folder = tmp_path / "files"
    options = {**settings.STORAGES["default"]["OPTIONS"], "location": folder}
    settings.STORAGES = {**settings.STORAGES, "default": {**settings.STORAGES["default"], "OPTIONS": options}}
    return folder


def keep(
    player: Player, content: bytes = STORY, name: str = "relato de Dunia.txt", **about: uuid.UUID | None
) -> StoredFile:
    """A file that a player keeps."""
    with acting(player.scope):
        return operations.keep(name=name, content=[content], about=("trial", THING), **about)


def lying(one: StoredFile) -> list[Path]:
    """What lies in the store for a file."""
    return sorted(Path(default_storage.path("")).glob(f"*/{one.id}*"))


def test_what_is_kept_is_read_again_and_lies_sealed(cast: Cast) -> None:
    one = keep(cast.ana)
    (path,) = lying(one)
    sealed = path.read_bytes()
    assert b"Dunia" not in sealed
    assert b"terminal" not in sealed
    assert "Dunia" not in path.name
    assert path.stat().st_mode & 0o077 == 0
    with acting(cast.ana.scope):
        row = StoredFile.objects.get(id=one.id)
        assert b"".join(content_of.read(row)) == STORY
        assert content_of.name_of(row) == "relato de Dunia.txt"
        assert (row.kind, row.size, row.has_thumbnail) == ("txt", len(STORY), False)
        assert Entry.objects.filter(event="file.kept", subject_id=one.id).count() == 1


def test_a_picture_has_a_small_one_and_no_place(cast: Cast) -> None:
    one = keep(cast.ana, picture(place=True), "foto.png")
    assert len(lying(one)) == 2
    with acting(cast.ana.scope):
        assert one.kind == "jpg"
        assert content_of.name_of(one) == "foto.jpg"
        assert b"Dunia" not in b"".join(content_of.read(one))
        assert b"".join(content_of.read(one, small=True)).startswith(b"\xff\xd8\xff")


def test_a_file_shown_in_the_place_of_another_or_cut_is_not_opened(cast: Cast) -> None:
    first, second = keep(cast.ana), keep(cast.ana, PDF, "otro.pdf")
    (one,), (other,) = lying(first), lying(second)
    whole = one.read_bytes()
    for content in (other.read_bytes(), whole[:-1], whole[: len(whole) // 2], whole[:-1] + b"\x00", b""):
        one.write_bytes(content)
        with acting(cast.ana.scope), pytest.raises(FileRefused, match="ya no está"):
            list(content_of.read(first))
    with acting(cast.ana.scope):
        second.key = first.key
        with pytest.raises(tink.TinkError):
            content_of.read(second)


@pytest.mark.parametrize("content", [b"", b"<svg/>", b"MZ" + bytes(99), b"PK\x03\x04" + DOCX])
def test_what_is_refused_leaves_nothing(cast: Cast, content: bytes, own_store: Path) -> None:
    with pytest.raises(FileRefused):
        keep(cast.ana, content)
    with acting(cast.ana.scope):
        assert not StoredFile.objects.exists()
    assert not list(own_store.rglob("*"))


def test_one_file_and_all_of_an_organisation_are_limited(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, settings: object
) -> None:
    monkeypatch.setattr(operations, "MOST_BYTES", 1 << 20)
    assert keep(cast.ana, b"x" * (1 << 20)).size == 1 << 20
    with pytest.raises(FileRefused, match="más de 1 MB"):
        keep(cast.ana, b"x" * ((1 << 20) + 1))
    settings.FILES_MOST_BYTES = (1 << 20) + 100  # type: ignore[attr-defined]
    assert keep(cast.ana, b"y" * 100).size == 100
    with pytest.raises(FileRefused, match="ocupan todo el espacio"):
        keep(cast.ana, b"z")
    with acting(cast.ana.scope):
        assert StoredFile.objects.count() == 2
    keep(cast.irma, b"z")  # another organisation has room of its own


def test_destroying_the_key_of_a_person_makes_her_files_unreadable(cast: Cast) -> None:
    with acting(cast.ana.scope):
        hers, another = (vault.create_subject().subject_id for _ in range(2))
    one, other, common = keep(cast.ana, subject_id=hers), keep(cast.ana, subject_id=another), keep(cast.ana)
    with acting(cast.ana.scope):
        assert b"".join(content_of.read(one)) == STORY
        vault.shred(hers, reason="asked")
        for act in (content_of.read, content_of.name_of):
            with pytest.raises(Shredded):
                act(StoredFile.objects.get(id=one.id))
    assert sweeping.sweep_files() == 1
    assert lying(one) == []
    with acting(cast.ana.scope):
        assert {row.id for row in StoredFile.objects.all()} == {other.id, common.id}
        assert b"".join(content_of.read(other)) == STORY
        with pytest.raises(Shredded):
            operations.keep(name="x.txt", content=[STORY], about=("trial", THING), subject_id=hers)


def test_content_without_a_row_is_swept_up_after_a_day(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    stored, lost = keep(cast.ana), keep(cast.ana)
    with acting(cast.ana.scope):
        StoredFile.objects.filter(id=lost.id).delete()  # as if the process was killed between content and row
    old = default_storage.save("imports/left-over", io.BytesIO(b"of a former version"))
    sweeping.sweep_files()
    assert lying(lost)  # a row may still be on its way
    later = clock.now() + sweeping.LEFT_OVER + dt.timedelta(minutes=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    sweeping.sweep_files()
    assert lying(lost) == []
    assert not default_storage.exists(old)
    with acting(cast.ana.scope):
        assert b"".join(content_of.read(stored)) == STORY


def test_a_removed_file_goes_when_that_is_certain(
    cast: Cast, django_capture_on_commit_callbacks: object
) -> None:
    one = keep(cast.ana)
    with django_capture_on_commit_callbacks() as callbacks, acting(cast.ana.scope):  # type: ignore[operator]
        operations.remove(StoredFile.objects.get(id=one.id))
    assert lying(one)
    for callback in callbacks:
        callback()
    assert lying(one) == []


@pytest.mark.parametrize(
    ("number", "words"), [(errno.ENOSPC, "No queda espacio"), (errno.EIO, "no responde")]
)
def test_a_full_disk_or_a_store_away_is_told_in_words(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, number: int, words: str
) -> None:
    def fail(*_args: object) -> str:
        raise OSError(number, "no")

    monkeypatch.setattr(store.LocalFiles, "_save", fail)
    with pytest.raises(StoreAway, match=words) as caught:
        keep(cast.ana)
    assert caught.value.field == "file"
    with acting(cast.ana.scope):
        assert not StoredFile.objects.exists()


# --- given out ---


def test_a_download_is_saved_never_shown_and_traced(cast: Cast, client: Client) -> None:
    one = keep(cast.ana, PDF, 'in"forme\u202e.pdf')
    answer = sign_in(client, cast.ana).get(f"/archivos/{one.id}/")
    assert answer.status_code == 200
    assert body_of(answer) == PDF
    assert answer.headers["Content-Disposition"] == 'attachment; filename="informe.pdf"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"
    policy = answer.headers["Content-Security-Policy"]
    assert "sandbox" in policy
    assert "frame-ancestors 'none'" in policy
    with acting(cast.ana.scope):
        (entry,) = Entry.objects.filter(event="file.downloaded")
    assert (entry.subject_id, entry.details) == (one.id, {"file_kind": "pdf"})
    assert client.get(f"/archivos/{one.id}/miniatura/").status_code == 404
    image = keep(cast.ana, picture(), "foto.jpg")
    shown = client.get(f"/archivos/{image.id}/miniatura/")
    assert shown.headers["Content-Type"] == "image/jpeg"
    assert shown.content.startswith(b"\xff\xd8\xff")


@pytest.mark.parametrize("who", ["irma", "diana", "julia", "gloria", "flor", "hilda"])
def test_a_stranger_and_who_may_not_find_nothing(cast: Cast, client: Client, who: str) -> None:
    one = keep(cast.ana, picture(), "foto.jpg")
    browser = sign_in(client, getattr(cast, who))
    assert browser.get(f"/archivos/{one.id}/").status_code == 404
    assert browser.get(f"/archivos/{one.id}/miniatura/").status_code == 404


def test_nobody_reads_what_no_package_answers_for_nor_what_is_passing(cast: Cast, client: Client) -> None:
    with acting(cast.ana.scope):
        unknown = operations.keep(name="x.txt", content=[STORY], about=("nobody", THING))
        passing = content_of.keep_passing(content=[STORY], about=("trial", THING))
        assert b"".join(content_of.read(passing)) == STORY
    browser = sign_in(client, cast.ana)
    for one in (unknown, passing):
        assert browser.get(f"/archivos/{one.id}/").status_code == 404


def test_what_is_gone_is_no_fault_of_the_page(cast: Cast, client: Client) -> None:
    one = keep(cast.ana)
    lying(one)[0].unlink()
    assert sign_in(client, cast.ana).get(f"/archivos/{one.id}/").status_code == 404


def test_a_store_that_is_away_is_told_and_tried_again(
    cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = keep(cast.ana)

    def fail(*_args: object, **_kwargs: object) -> object:
        raise OSError(errno.EIO, "no")

    monkeypatch.setattr(store.LocalFiles, "_open", fail)
    away = sign_in(client, cast.ana).get(f"/archivos/{one.id}/")
    assert (away.status_code, away.headers["Retry-After"]) == (503, "15")
    assert "Volvemos enseguida" in away.content.decode()


@pytest.mark.real_commits
def test_raw_sql_gives_others_no_row(real_cast: Cast) -> None:
    with acting(job_scope(real_cast.ana.membership.organisation)):
        subject = vault.create_subject().subject_id
    hers, common = keep(real_cast.ana, subject_id=subject), keep(real_cast.ana)
    seen = {}
    for who in ("ana", "flor", "irma", "gloria", "julia"):
        with acting(getattr(real_cast, who).scope):
            seen[who] = {row.id for row in StoredFile.objects.all()}
    assert seen["ana"] == {hers.id, common.id}
    assert seen["flor"] == {common.id}  # an administrator sees no file of a person
    assert seen["irma"] == seen["gloria"] == seen["julia"] == set()


# --- on the way ---


def test_an_upload_is_sealed_on_its_way(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    request = RequestFactory().post(
        "/", {"file": SimpleUploadedFile("Dunia.txt", STORY * 50_000), "other": SimpleUploadedFile("b", b"2")}
    )
    request.user = cast.ana.user
    file = request.FILES["file"]
    assert isinstance(file.file, uploads.SealedTemporary)
    file.file._sealed.seek(0)
    assert b"Dunia" not in file.file._sealed.read()
    for _ in range(2):
        file.seek(0)
        assert b"".join(file.chunks()) == STORY * 50_000
    file.seek(0)
    assert file.read(5) == STORY[:5]
    assert request.FILES["other"].read() == b"2"
    file.close()


@pytest.mark.parametrize(("known", "most"), [(True, 300), (False, 100)])
def test_all_files_of_a_request_are_limited_together(
    cast: Cast, settings: object, known: bool, most: int
) -> None:
    settings.UPLOAD_MOST_BYTES, settings.UPLOAD_MOST_OF_STRANGERS = 300, 100  # type: ignore[attr-defined]

    def sent(*sizes: int) -> set[str]:
        files = {f"f{i}": SimpleUploadedFile(f"{i}.txt", b"x" * size) for i, size in enumerate(sizes)}
        request = RequestFactory().post("/", files)
        if known:
            request.user = cast.ana.user
        return set(request.FILES)

    assert sent(most) == {"f0"}
    assert sent(most - 10, 10) == {"f0", "f1"}
    assert sent(most + 1) == set()
    assert sent(most - 10, 11) == {"f0"}


def test_no_room_for_an_upload_is_no_fault(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_args: object, **_kwargs: object) -> object:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(uploads.tempfile, "TemporaryFile", full)
    request = RequestFactory().post("/", {"file": SimpleUploadedFile("a.txt", b"x")})
    request.user = cast.ana.user
    assert dict(request.FILES) == {}
