"""A verifier that others wrote reads our keys and lists, accepts what we signed, and refuses it altered."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

import house
from cast import Cast
from certified import HOLDER, certified, opened
from contratrata.ground.base import clock
from contratrata.ground.base.scope import acting
from contratrata.ground.credentials import keyring, operations, signing
from contratrata.ground.credentials.badges import Holder
from contratrata.ground.network.public import job_scope
from contratrata.launch import styles

pytestmark = pytest.mark.django_db
SOURCE = Path(__file__).parents[2] / "verifier"
SITE = "http://localhost:8000"


@pytest.fixture(scope="session")
def verifier() -> Path:
    """Where it is installed, from its lock."""
    folder = house.HOME / "verifier"
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json", "verify.mjs"):
        shutil.copy(SOURCE / name, folder / name)
    styles.fetch(folder, folder / "install.log")
    return folder


def verified(verifier: Path, cast: Cast, *credentials: dict[str, Any]) -> list[dict[str, Any]]:
    """What it says of each, having read our public addresses."""
    issuer = credentials[0]["issuer"]["id"]
    keys = Client().get(f"/credenciales/emisores/{cast.refugio.id}/did.json").json()
    lists = {one["credentialStatus"]["statusListCredential"] for one in credentials}
    documents = {issuer: keys} | {url: Client().get(url.removeprefix(SITE)).json() for url in lists}
    done = subprocess.run(
        ["node", "verify.mjs"], cwd=verifier, capture_output=True, text=True, check=True, timeout=60,
        input=json.dumps({"documents": documents, "credentials": credentials}),
    )  # fmt: skip
    result: list[dict[str, Any]] = json.loads(done.stdout)
    return result


def altered(document: dict[str, Any], *path: str | int, value: object) -> dict[str, Any]:
    """A copy with one part changed."""
    result: dict[str, Any] = json.loads(json.dumps(document))
    part: Any = result
    for name in path[:-1]:
        part = part[name]
    part[path[-1]] = value
    return result


def test_it_accepts_ours_and_refuses_each_alteration(verifier: Path, cast: Cast) -> None:
    first, second = certified(cast.refugio, HOLDER, Holder("Grace (fictitious)", language="en"))
    one = first.document
    forged = [
        altered(one, "credentialSubject", "achievement", "name", value="Otro curso"),
        altered(one, "credentialSubject", "achievement", "criteria", "narrative", value="100 horas"),
        altered(one, "credentialSubject", "identifier", 1, "salt", value="0" * 32),
        altered(one, "issuer", "name", value="Otra organización"),
        altered(one, "validFrom", value="2020-01-01T00:00:00Z"),
        altered(one, "credentialStatus", "statusListIndex", value="1"),
        altered(one, "proof", "created", value="2020-01-01T00:00:00Z"),
        altered(one, "proof", "proofValue", value=second.document["proof"]["proofValue"]),
        altered(one, "another", value="word"),
    ]
    results = verified(verifier, cast, one, second.document, *forged)
    assert [(each["verified"], each["revoked"]) for each in results[:2]] == [(True, False)] * 2, results[:2]
    assert [each["verified"] for each in results[2:]] == [False] * len(forged)


def test_it_sees_what_was_revoked_and_believes_former_keys_until_they_are_stolen(
    verifier: Path, cast: Cast
) -> None:
    first, second = certified(cast.refugio, HOLDER, HOLDER)
    with acting(cast.flor.scope):
        operations.revoke(credential_id=first.row.id, reason="mistake")
        keyring.rotate(expected=first.row.public)
    (third,) = certified(cast.refugio)
    results = verified(verifier, cast, first.document, second.document, third.document)
    assert [(each["verified"], each["revoked"]) for each in results] == [
        (True, True),
        (True, False),
        (True, False),
    ]
    with acting(cast.flor.scope):
        keyring.declare_stolen(public=first.row.public, since=clock.today())
    assert signing.sign_again(job_scope(cast.refugio), first.row.public) == 1
    with acting(job_scope(cast.refugio)):
        again = opened(second.row)
    results = verified(verifier, cast, second.document, third.document, again.document)
    assert [each["verified"] for each in results] == [False, True, True]
