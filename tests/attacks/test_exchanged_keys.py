"""Somebody who can write to the database puts a key of her own where an organisation's public key stands."""

from typing import Any

import pytest
import tink
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from tink import hybrid

import house
import referred
from cast import Cast
from contratrata.care.referrals.models import Referral
from contratrata.ground.base.scope import acting
from contratrata.ground.vault.models import SharedKey
from signin import sign_in

pytestmark = [pytest.mark.real_commits]
TEMPLATE = hybrid.hybrid_key_templates.DHKEM_X25519_HKDF_SHA256_HKDF_SHA256_AES_256_GCM


@pytest.fixture
def line(real_cast: Cast) -> referred.Line:
    """Committed, because the thief comes by a connection of her own."""
    return referred.build(real_cast)


def home_made() -> bytes:
    """A public keyset whose private half the thief keeps."""
    return tink.proto_keyset_format.serialize_without_secret(
        tink.new_keyset_handle(TEMPLATE).public_keyset_handle()
    )


def write(sql: str, *params: Any) -> None:
    with house.connect("keeper") as thief:
        assert thief.execute(sql, params).rowcount == 1


def send(line: referred.Line, draft: Referral) -> str:
    """Ana presses «Enviar»; what the page says."""
    client = sign_in(Client(), line.cast.ana)
    answer = client.post(reverse("referrals:preview", args=[draft.id]), follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def refusals() -> list[str]:
    with house.connect("keeper") as keeper:
        return [
            str(name) for (name,) in keeper.execute("SELECT event FROM audit_entry WHERE refused").fetchall()
        ]


def test_nothing_is_sealed_to_a_key_that_the_master_did_not_seal(
    line: referred.Line, caplog: pytest.LogCaptureFixture
) -> None:
    draft = line.draft()
    write(
        "UPDATE vault_publickey SET sealed = %s WHERE organisation_id = %s",
        home_made(),
        line.cast.horizonte.id,
    )
    assert "no es auténtica" in send(line, draft)
    with acting(line.cast.ana.scope):
        assert Referral.objects.get(id=draft.id).state == "draft"
        assert not SharedKey.objects.exists()
    assert refusals() == ["referral.key_refused"]
    assert f"The public key of organisation {line.cast.horizonte.id} is not authentic" in caplog.text


@pytest.mark.parametrize(
    "sealed", ["SELECT p.sealed FROM vault_publickey p WHERE p.organisation_id = %s", "NULL"]
)
def test_another_organisations_key_and_a_key_without_a_seal_are_refused(
    line: referred.Line, sealed: str
) -> None:
    draft = line.draft()
    params = [line.cast.refugio.id] if "%s" in sealed else []
    write(
        f"UPDATE vault_publickey SET sealed = ({sealed}) WHERE organisation_id = %s",
        *params,
        line.cast.horizonte.id,
    )
    assert "no es auténtica" in send(line, draft)


def test_a_key_that_was_taken_away_is_refused_in_words(line: referred.Line) -> None:
    draft = line.draft()
    write("DELETE FROM vault_publickey WHERE organisation_id = %s", line.cast.horizonte.id)
    assert "no es auténtica" in send(line, draft)


def test_the_keeper_learns_of_it_and_puts_the_true_key_back(line: referred.Line, capsys: Any) -> None:
    draft, theirs = line.draft(), line.cast.horizonte.id
    write("UPDATE vault_publickey SET sealed = %s WHERE organisation_id = %s", home_made(), theirs)
    with pytest.raises(SystemExit):
        call_command("verify")
    assert f"organización {theirs}: su llave pública no es auténtica" in capsys.readouterr().err
    assert "no es auténtica" in send(line, draft)
    call_command("keys_init")
    values = capsys.readouterr()
    assert "Llaves públicas selladas: 1." in values.out
    assert str(theirs) in values.err
    assert "no es auténtica" not in send(line, draft)
    with acting(line.cast.diana.scope):
        assert Referral.objects.get(id=draft.id).state == "sent"
    call_command("keys_init")
    assert "selladas" not in capsys.readouterr().out


def test_who_receives_what_was_sealed_to_another_key_reads_why_and_not_an_error(line: referred.Line) -> None:
    created = line.sent()
    line.by(
        line.cast.diana, referred.operations.accept, created, responsible_id=line.cast.elena.user.id, words=""
    )
    stranger = tink.proto_keyset_format.parse_without_secret(home_made()).primitive(hybrid.HybridEncrypt)
    write(
        "UPDATE vault_sharedkey SET for_receiver = %s WHERE id = %s",
        stranger.encrypt(b"any", created.share_id.bytes),
        created.share_id,
    )
    client = sign_in(Client(), line.cast.elena)
    answer = client.get(reverse("referrals:detail", args=[created.id]))
    assert answer.status_code == 200
    assert "No se puede abrir lo compartido" in answer.content.decode()
    assert set(refusals()) == {"referral.unreadable"}
