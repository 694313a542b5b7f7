"""The holder's link opens her certificate and lets her decide; the organisation revokes and looks after keys."""

import datetime as dt
import json
import re

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from reading import says

from cast import Cast, Player
from certified import HOLDER, WHAT, certified, opened
from contratrata.ground.audit.public import Entry
from contratrata.ground.base import clock
from contratrata.ground.base.errors import DomainError, NotAllowed, WrongState
from contratrata.ground.base.scope import acting
from contratrata.ground.credentials import baking, capabilities, checking, keyring, operations, signing
from contratrata.ground.credentials.badges import Holder
from contratrata.ground.credentials.models import Award, Credential, Door, PublicKey, SigningKey
from contratrata.ground.credentials.states import Finding
from contratrata.ground.network.public import job_scope
from postbox import delivered

pytestmark = pytest.mark.django_db
ORIGIN = {"HTTP_ORIGIN": "http://testserver"}


@pytest.fixture(autouse=True)
def by_day(monkeypatch: pytest.MonkeyPatch) -> object:
    """Mails go by day; the second factor and the limits have tests of their own."""
    monkeypatch.setattr("contratrata.doors.web.access.GATES", [])
    monkeypatch.setattr("contratrata.ground.accounts.proofs.fresh", lambda _request: True)
    cache.clear()
    with time_machine.travel("2026-11-24 18:00:00+00:00"):
        yield


def browser(player: Player) -> Client:
    client = Client()
    client.force_login(player.user)
    return client


def link() -> str:
    """The path in the one mail that went out."""
    (mail,) = delivered()
    return re.findall(r"http://localhost:8000(/\w\w/certificado/[\w-]+/)", str(mail.body))[0]


def test_her_link_opens_her_certificate_and_she_decides(cast: Cast) -> None:
    (one,) = certified(cast.refugio)
    url, client = link(), Client()
    html = client.get(url).content.decode()
    assert "A nombre de Quetzalina Brújula (ficticia)." in html
    assert not client.cookies
    assert client.get(url)["Cache-Control"] == "no-store"
    assert Client().get(f"/es/verificar/{one.code}/").status_code == 404
    refused = Client().post(url, {"parts": ["name"]}, **ORIGIN).content.decode()
    assert "marque también la primera" in refused
    assert Client().post(url, {"parts": ["page", "name"]}, **ORIGIN)["Location"] == url
    assert "Quetzalina" in Client().get(f"/es/verificar/{one.code}/").content.decode()
    assert one.code in Client().get(url).content.decode()
    assert Client().post(url, {}, **ORIGIN)["Location"] == url
    assert Client().get(f"/es/verificar/{one.code}/").status_code == 404
    assert "Ahora no se muestra nada" in Client().get(url).content.decode()
    with acting(job_scope(cast.refugio)):
        traces = Entry.objects.filter(event="credential.shown").order_by("at", "id")
        assert [row.details for row in traces] == [{"parts": "page, name"}, {"parts": "nada"}]
    assert Client().post(url, {"parts": ["page"]}).status_code == 403  # from another site


def test_another_link_opens_nothing(cast: Cast) -> None:
    (one,) = certified(cast.refugio)
    url = link()
    with acting(job_scope(cast.refugio)):
        operations.show(credential_id=one.row.id, parts=["page", "name", "file"])
    token = url.split("/")[3]
    other = ("a" if token[0] != "a" else "b") + token[1:]
    for secret in (other, one.code, token + "a", str(one.row.id)):
        for path in (f"/es/certificado/{secret}/", f"/es/certificado/{secret}/pdf/"):
            assert Client().get(path).status_code == 404
        assert Client().post(f"/es/certificado/{secret}/", {"parts": ["page"]}, **ORIGIN).status_code == 404
    assert Client().get(f"/es/verificar/{token}/").status_code == 404
    assert Client().get(f"{url}exe/").status_code == 404


def test_she_takes_it_along_on_paper_and_in_pictures(cast: Cast) -> None:
    (one,) = certified(cast.refugio, until=dt.date(2029, 11, 14))
    url = link()
    files = {name: Client().get(f"{url}{name}/") for name in ("pdf", "json", "png", "svg")}
    for name, answer in files.items():
        assert answer["Content-Disposition"] == f'attachment; filename="{one.code}.{name}"'
        assert answer["Cache-Control"] == "no-store"
        if name != "pdf":
            assert json.loads(baking.credential_in(answer.content)) == one.document
    for words in ("Quetzalina Brújula (ficticia)", "completó 10 horas, con trabajo final, de", "Ciclo Lumbre",
                  "14 de noviembre de 2029", "Acredita: Universidad Lumbre (ficticia), 2 créditos", one.code,
                  "Noemí Lumbre (ficticia)", f"http://localhost:8000/es/verificar/{one.code}/"):  # fmt: skip
        assert says(files["pdf"].content, words), words


def test_a_certificate_is_in_the_language_of_its_holder(cast: Cast) -> None:
    certified(cast.refugio, Holder("Grace Lumbre (fictitious)", "grace@x.example", "en"))
    url = link()
    assert url.startswith("/en/")
    assert says(Client().get(f"{url}pdf/").content, "completed 10 hours, with a final paper, of")


def test_the_organisation_revokes_once_with_a_reason_and_the_holder_is_told(cast: Cast) -> None:
    (one,) = certified(cast.refugio)
    delivered()
    flor, url = browser(cast.flor), f"/certificados/{one.row.id}/"
    assert "Elija un motivo." in flor.post(f"{url}retirar/", {"explained": "x"}).content.decode()
    assert flor.post(f"{url}retirar/", {"reason": "fraud", "explained": "Copió"})["Location"] == url
    (mail,) = delivered()
    assert mail.to == [HOLDER.email]
    assert not any(word in str(mail.body) for word in ("Quetzalina", "engaño", "Copió", one.code))
    page = flor.get(url).content.decode()
    assert "Se obtuvo con engaño · Copió" in page
    assert "Retirar el certificado" not in page
    assert (
        "ya se había retirado"
        in flor.post(f"{url}retirar/", {"reason": "mistake"}, follow=True).content.decode()
    )
    assert checking.check_file(json.dumps(one.document).encode()).finding == Finding.REVOKED
    with acting(cast.diana.scope), pytest.raises(NotAllowed):
        operations.revoke(credential_id=one.row.id, reason="fraud")


def test_a_new_link_kills_the_former_one(cast: Cast) -> None:
    (one,) = certified(cast.refugio)
    former = link()
    browser(cast.flor).post(f"/certificados/{one.row.id}/enlace/")
    assert Client().get(link()).status_code == 200
    assert Client().get(former).status_code == 404
    (mute,) = certified(cast.refugio, Holder("Sin Correo (ficticia)"))
    with acting(cast.flor.scope), pytest.raises(WrongState):
        operations.send_link(credential_id=mute.row.id)
    assert browser(cast.flor).get(f"/certificados/{mute.row.id}/pdf/").content.startswith(b"%PDF")


def test_who_is_forgotten_stands_nowhere_and_what_she_showed_is_gone(cast: Cast) -> None:
    (one,) = certified(cast.refugio)
    url = link()
    with acting(job_scope(cast.refugio)):
        operations.show(credential_id=one.row.id, parts=["page", "name"])
        operations.forget(credential_id=one.row.id)
    for path in (url, f"{url}pdf/", f"/es/verificar/{one.code}/"):
        assert Client().get(path).status_code == 404
    assert not Door.objects.exists()
    flor = browser(cast.flor)
    for path in ("/certificados/", f"/certificados/{one.row.id}/"):
        html = flor.get(path).content.decode()
        assert "Titular que se borró" in html
        assert "Quetzalina" not in html
    assert flor.get(f"/certificados/{one.row.id}/pdf/").status_code == 404


def test_a_key_is_changed_and_the_former_one_stays_valid(cast: Cast) -> None:
    (one,) = certified(cast.refugio)
    flor = browser(cast.flor)
    assert flor.post(f"/certificados/llaves/cambiar/{one.row.public}/")["Location"] == "/certificados/llaves/"
    (other,) = certified(cast.refugio)
    assert other.row.public != one.row.public
    for each in (one, other):
        assert checking.check_file(json.dumps(each.document).encode()).finding == Finding.VALID
    page = flor.get("/certificados/llaves/").content.decode()
    assert page.count("Declararla robada") == 2
    assert page.count("Cambiarla por otra") == 1
    with acting(cast.flor.scope):
        with pytest.raises(WrongState):  # pressed twice: the second changes nothing
            keyring.rotate(expected=one.row.public)
        assert SigningKey.objects.count() == 2


def test_a_key_is_declared_stolen_once_by_who_keeps_it(cast: Cast) -> None:
    (one,) = certified(cast.refugio)
    today = clock.today()
    with acting(cast.gloria.scope), pytest.raises(NotAllowed):
        keyring.declare_stolen(public=one.row.public, since=today)
    with acting(cast.flor.scope):
        with pytest.raises(DomainError) as refused:
            keyring.declare_stolen(public=one.row.public, since=today + dt.timedelta(days=1))
        assert refused.value.field == "since"
    sent = browser(cast.flor).post(
        f"/certificados/llaves/robada/{one.row.public}/", {"since": today.isoformat()}
    )
    assert sent["Location"] == "/certificados/llaves/"
    assert PublicKey.objects.get(public=one.row.public).stolen_since == today
    keys = Client().get(f"/credenciales/emisores/{cast.refugio.id}/did.json").json()
    assert [method.get("revoked") for method in keys["verificationMethod"]] == [f"{today}T00:00:00Z", None]
    assert len(keys["assertionMethod"]) == 1
    with acting(cast.flor.scope), pytest.raises(WrongState):
        keyring.declare_stolen(public=one.row.public, since=today)
    assert Client().get(f"/credenciales/emisores/{cast.clinica.id}/did.json").status_code == 404


def test_the_secret_of_a_key_stands_nowhere_in_clear_and_moves_nowhere(cast: Cast) -> None:
    certified(cast.refugio)
    certified(cast.horizonte)
    with acting(job_scope(cast.refugio)):
        row = SigningKey.objects.get()
        clear = keyring.signer().secret.private_bytes_raw()
    assert clear not in bytes(row.secret)
    with acting(job_scope(cast.horizonte)):
        SigningKey.objects.update(secret=row.secret)
        with pytest.raises(Exception, match="Decryption failed"):
            keyring.signer()


def test_a_signing_that_stopped_says_so_and_goes_on(cast: Cast) -> None:
    with acting(cast.flor.scope):
        award = operations.award([HOLDER], **WHAT)
        Award.objects.update(problem="Se detuvo.")
    flor = browser(cast.flor)
    page = flor.get("/certificados/").content.decode()
    assert "0 de 1" in page
    assert "0 de 1" in flor.get(f"/certificados/firma/{award.id}/").content.decode()
    assert "Se detuvo." in page
    assert "Por firmar" in page
    assert flor.post(f"/certificados/firma/{award.id}/seguir/")["Location"] == "/certificados/"
    signing.sign(job_scope(cast.refugio), award.id)
    assert "Firmando certificados" not in flor.get("/certificados/").content.decode()
    with acting(cast.flor.scope):
        assert opened(Credential.objects.get()).code


def test_the_demonstration_shows_one_of_its_certificates(cast: Cast) -> None:
    from contratrata.ground.credentials.demo import demonstrate

    with acting(cast.gloria.scope):
        assert [demonstrate(cast.gloria.scope) for _again in range(2)] == [3, 0]
        row = Credential.objects.exclude(door_id=None).get()
        code = opened(row).code
    assert "(ficticia)" in Client().get(f"/es/verificar/{code}/").content.decode()
    assert capabilities.typed_code(code.lower()) == code
