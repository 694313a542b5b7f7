"""The first seals of an installation that is older than seals: made once, and never again."""

import base64
import json
from pathlib import Path
from typing import Any

import psycopg
import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import decrypt
from django.conf import settings
from django.core.management import call_command
from django.test import Client

from cast import PASSWORD, Cast, another
from contratrata.doors.console import first_seals
from contratrata.ground.accounts import seals
from contratrata.ground.accounts.models import Seal
from contratrata.ground.base.scope import acting
from contratrata.ground.network.roles import Role
from contratrata.ground.vault import master
from house import connect
from signin import enrol
from telephone import shown_by


@pytest.fixture
def own_keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A keys folder of this test's own: its master is turned."""
    monkeypatch.setattr(settings, "KEYS_FOLDER", tmp_path)
    master.create(tmp_path)
    return tmp_path


def _older(cast: Cast) -> None:
    """As it stood before: no seals, and the secret of a second factor sealed for no row."""
    secret = decrypt(Authenticator.objects.get(user=cast.ana.user).data["secret"])
    sealed = base64.b64encode(master.master().encrypt(secret.encode(), first_seals.FORMER)).decode()
    with connect("owner") as owner:
        owner.execute("TRUNCATE accounts_seal")
    with connect("app") as app:
        app.execute(
            "UPDATE mfa_authenticator SET data = %s WHERE user_id = %s",
            [json.dumps({"secret": sealed}), cast.ana.user.pk],
        )


def _inside(cast: Cast, code: str) -> bool:
    client = Client()
    client.post("/entrar/", {"login": cast.ana.user.email, "password": PASSWORD})
    client.post("/entrar/segundo-paso/", {"code": code})
    return client.get("/casos/").status_code == 200


def test_made_once_for_what_was_there(real_cast: Cast, capsys: Any) -> None:
    enrol(real_cast.ana)
    code, next_code = shown_by(real_cast.ana.user), shown_by(real_cast.ana.user, 1)
    _older(real_cast)
    assert not _inside(real_cast, code)
    call_command("seals_begin")
    assert "Selladas por primera vez: 20" in capsys.readouterr().out
    assert _inside(real_cast, next_code)
    call_command("seals_begin")
    assert "ya se hicieron" in capsys.readouterr().out


def test_what_sql_writes_afterwards_is_never_sealed(real_cast: Cast) -> None:
    call_command("seals_begin")
    with acting(real_cast.flor.scope):
        planted = another(real_cast.refugio, "Plantada", Role.SUPERVISOR)
    with connect("owner") as owner:
        owner.execute("DELETE FROM accounts_seal WHERE row_id = %s", [planted.user.pk])
    call_command("seals_begin")
    assert not Seal.objects.filter(row_id=planted.user.pk).exists()


@pytest.mark.parametrize("login", ["app", "worker"])
def test_neither_web_nor_worker_lets_it_begin_anew(real_cast: Cast, login: str) -> None:
    call_command("seals_begin")
    with connect(login) as one, pytest.raises(psycopg.errors.InsufficientPrivilege):
        one.execute("DELETE FROM accounts_seal")


def test_seals_and_secrets_outlive_the_master_key_that_made_them(own_keys: Path, real_cast: Cast) -> None:
    enrol(real_cast.ana)
    codes = shown_by(real_cast.ana.user), shown_by(real_cast.ana.user, 1)
    call_command("seals_begin")
    with connect("app") as app:
        app.execute("UPDATE accounts_user SET is_active = false WHERE id = %s", [real_cast.irma.user.pk])
    call_command("keys_rotate")
    values = json.loads((own_keys / "master.json").read_text())
    values["key"] = [key for key in values["key"] if key["keyId"] == values["primaryKeyId"]]
    (own_keys / "master.json").write_text(json.dumps(values))
    assert seals.account_holds(real_cast.ana.user.pk)
    assert decrypt(Authenticator.objects.get(user=real_cast.ana.user).data["secret"])
    assert _inside(real_cast, codes[0])
    assert not seals.account_holds(real_cast.irma.user.pk), "a broken seal is not made good"
