"""Files lie in an S3-compatible place as they do in a folder: a real server over HTTP, of another's making.

Run where `contratrata[s3]` and the command `moto_server` (`pip install "moto[s3,server]"`) are at hand.
"""

import shutil
import socket
import subprocess
import uuid
from collections.abc import Iterator
from typing import Any

import pytest

pytest.importorskip("storages.backends.s3", reason='needs pip install "contratrata[s3]"')

import tink
from django.core.files.storage import default_storage

from cast import Cast, Player
from contratrata.ground.base.scope import acting
from contratrata.ground.files import content as content_of
from contratrata.ground.files import operations, reading, store
from contratrata.ground.files.models import StoredFile
from contratrata.ground.files.problems import FileRefused, StoreAway

SERVER = shutil.which("moto_server")
pytestmark = [
    pytest.mark.proof,
    pytest.mark.skipif(SERVER is None, reason="no moto_server here"),
]
STORY = (
    b"Dunia Funes cont\xc3\xb3 que lleg\xc3\xb3 de noche a la terminal.\n" * 60_000
)  # over a piece of sealing
BUCKET, THING = "archivos", uuid.uuid4()


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch, settings: Any) -> Iterator[subprocess.Popen[str]]:
    """A server of this test's own with an empty bucket, and the settings that a deployment would have."""
    import boto3

    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    for name, value in (
        ("AWS_ACCESS_KEY_ID", "x"),
        ("AWS_SECRET_ACCESS_KEY", "x"),
        ("AWS_DEFAULT_REGION", "us-east-1"),
    ):
        monkeypatch.setenv(name, value)
    server = subprocess.Popen(
        [str(SERVER), "-H", "127.0.0.1", "-p", str(port)], stderr=subprocess.PIPE, text=True
    )
    assert server.stderr is not None
    while "Running on" not in (line := server.stderr.readline()):
        assert line, "moto_server did not start"
    address = f"http://127.0.0.1:{port}"
    boto3.client("s3", endpoint_url=address).create_bucket(Bucket=BUCKET)
    away = {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": BUCKET,
            "endpoint_url": address,
            "file_overwrite": False,
            "default_acl": None,
        },
    }
    settings.STORAGES = {**settings.STORAGES, "default": away}
    monkeypatch.setitem(reading._readers, "trial", lambda scope, about: scope.identities and about == THING)
    yield server
    server.terminate()
    server.communicate()


def keep(player: Player) -> StoredFile:
    with acting(player.scope):
        return operations.keep(name="relato.txt", content=[STORY], about=("trial", THING))


def test_what_is_kept_away_is_read_again_and_lies_sealed(cast: Cast, bucket: subprocess.Popen[str]) -> None:
    one = keep(cast.ana)
    ((folder, name, _when),) = store.lying()
    with default_storage.open(f"{folder}/{name}") as source:
        sealed = source.read()
    assert b"Dunia" not in sealed
    assert len(sealed) > len(STORY)
    with acting(cast.ana.scope):
        assert b"".join(content_of.read(StoredFile.objects.get(id=one.id))) == STORY


def test_what_was_changed_there_is_refused_and_what_is_gone_is_said(
    cast: Cast, bucket: subprocess.Popen[str]
) -> None:
    one = keep(cast.ana)
    ((folder, name, _when),) = store.lying()
    place = f"{folder}/{name}"
    with default_storage.open(place) as source:
        sealed = bytearray(source.read())
    sealed[len(sealed) // 2] ^= 1
    store.drop(place)
    store.put_open(place, bytes(sealed))
    with acting(cast.ana.scope), pytest.raises((tink.TinkError, FileRefused)):
        b"".join(content_of.read(StoredFile.objects.get(id=one.id)))
    store.drop(place)
    store.drop(place)  # a second time is no fault
    assert list(store.lying()) == []
    with acting(cast.ana.scope), pytest.raises((FileNotFoundError, FileRefused)):
        b"".join(content_of.read(StoredFile.objects.get(id=one.id)))


def test_a_name_is_used_once_and_a_server_away_is_said(cast: Cast, bucket: subprocess.Popen[str]) -> None:
    store.put_open("open/one", b"1")
    with pytest.raises(StoreAway):
        store.put_open("open/one", b"2")
    assert store.read_open("open/one") == b"1"
    bucket.terminate()
    bucket.wait()
    with pytest.raises(StoreAway):
        store.read_open("open/one")
    with pytest.raises(StoreAway):
        keep(cast.ana)
