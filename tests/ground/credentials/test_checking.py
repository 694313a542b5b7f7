"""The page that verifies: by code what the holder agreed to, by file what we signed; everything else answers alike."""

import datetime as dt
import json
import re
from typing import Any

import pytest
import time_machine
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from cast import Cast
from certified import HOLDER, Signed, certified, opened
from contratrata.ground.base import clock
from contratrata.ground.base.publishing import publishing
from contratrata.ground.base.scope import acting
from contratrata.ground.credentials import (
    baking,
    capabilities,
    certificate,
    checking,
    keyring,
    operations,
    proofs,
    signing,
)
from contratrata.ground.credentials.models import Door, Issued, PublicKey, StatusList
from contratrata.ground.credentials.states import Finding
from contratrata.ground.network.public import job_scope

pytestmark = pytest.mark.django_db
ORIGIN = {"HTTP_ORIGIN": "http://testserver"}
NOBODY = "CT-2222-2222-2222"


@pytest.fixture(autouse=True)
def nobody_asked_today() -> None:
    """The limits have tests of their own."""
    cache.clear()


def shown(cast: Cast, *parts: str, **what: Any) -> Signed:
    """A credential of which its holder shows these."""
    (one,) = certified(cast.refugio, **what)
    with acting(job_scope(cast.refugio)):
        operations.show(credential_id=one.row.id, parts=parts)
        return opened(one.row)


def read(path: str, status: int = 200) -> str:
    answer = Client().get(path)
    assert answer.status_code == status
    assert not answer.cookies
    return answer.content.decode()


def upload(content: bytes, name: str = "", language: str = "es") -> str:
    """What the page says of a file."""
    sent = {"file": SimpleUploadedFile("x", content), "name": name}
    answer = Client().post(f"/{language}/verificar/archivo/", sent, **ORIGIN, follow=True)
    assert not answer.cookies
    return answer.content.decode()


def test_by_code_stands_what_was_agreed_and_no_more(cast: Cast) -> None:
    one = shown(cast, "page")
    html = read(f"/es/verificar/{one.code}/")
    assert "El certificado es válido" in html
    assert "Lo firmó Casa Refugio (ficticia) y nadie lo ha cambiado ni retirado." in html
    for words in (
        "Ciclo Lumbre (ficticio)",
        "10 horas, con trabajo final",
        "14 de noviembre de 2026",
        "2 créditos",
    ):
        assert words.lower() in html.lower(), words
    assert not any(word in html for word in ("Quetzalina", "lucero", "5 de 5", "Descargar la credencial"))
    read(f"/es/verificar/{one.code}/credencial/", 404)
    with acting(job_scope(cast.refugio)):
        operations.show(credential_id=one.row.id, parts=["page", "name", "file"])
    assert "Quetzalina Brújula (ficticia)" in read(f"/es/verificar/{one.code}/")
    assert json.loads(read(f"/es/verificar/{one.code}/credencial/")) == one.document
    english = read(f"/en/verificar/{one.code}/")
    assert "Ember cycle (fictitious)" in english
    assert "10 hours" in english


def test_what_is_not_shown_and_what_does_not_exist_answer_alike(cast: Cast) -> None:
    (hidden,) = certified(cast.refugio)
    pages = {
        read(f"/es/verificar/{code}/", 404) for code in (hidden.code, NOBODY, "nada", hidden.code.lower())
    }
    assert len(pages) == 1
    typed = [
        re.sub(
            rf'value="{code}"', "", Client().post("/es/verificar/", {"code": code}, **ORIGIN).content.decode()
        )
        for code in (hidden.code, NOBODY)
    ]
    assert typed[0] == typed[1]
    assert "No hay nada que mostrar con ese código" in typed[0]
    with acting(job_scope(cast.refugio)):
        operations.show(credential_id=hidden.row.id, parts=["page"])
        operations.show(credential_id=hidden.row.id, parts=["name", "file"])  # not without the page
    read(f"/es/verificar/{hidden.code}/", 404)


@pytest.mark.parametrize("change", [str.lower, lambda code: code.replace("-", " "), lambda code: f" {code} "])
def test_a_code_is_found_however_it_is_typed(cast: Cast, change: Any) -> None:
    one = shown(cast, "page")
    answer = Client().post("/es/verificar/", {"code": change(one.code)}, **ORIGIN)
    assert answer["Location"] == f"/es/verificar/{one.code}/"


def test_who_has_the_database_opens_nothing_and_a_row_cannot_be_put_in_another_place(cast: Cast) -> None:
    first, second = shown(cast, "page", "name"), shown(cast, "page")
    rows = {
        place: Door.objects.get(id=capabilities.place_of(place).id) for place in (first.code, second.code)
    }
    assert b"Quetzalina" not in bytes(rows[first.code].content)
    with publishing(Door):
        Door.objects.filter(id=rows[second.code].id).update(content=rows[first.code].content)
    read(f"/es/verificar/{second.code}/", 404)


def test_sql_without_a_key_file_makes_nothing_valid(cast: Cast) -> None:
    """Whoever can write every table as `app` lays in a key, a document, a list and a copy of her own."""
    one = shown(cast, "page", "file")
    thief = Ed25519PrivateKey.generate()
    public = proofs.public_of(thief)
    document = {name: part for name, part in one.document.items() if name != "proof"} | {"name": "Falso"}
    forged = proofs.signed(document, thief, f"{document['issuer']['id']}#{public}", clock.now())
    values = capabilities.opened(one.code)
    assert values is not None
    values |= {"name": "Falsa", "by": public, "public": public, "digest": proofs.digest(forged).hex()}
    del values["signature"]
    values["signature"] = proofs.multibase(thief.sign(proofs.digest(values)))
    with publishing(Door, Issued, PublicKey, StatusList):
        PublicKey.objects.create(issuer_id=cast.refugio.id, public=public)
        Issued.objects.create(digest=proofs.digest(forged), public=public)
        Door.objects.filter(id=one.row.door_id).delete()
        capabilities.sealed(capabilities.place_of(one.code), values).save(force_insert=True)
    assert checking.check_file(json.dumps(forged).encode()).finding == Finding.FOREIGN
    read(f"/es/verificar/{one.code}/", 404)
    assert checking.check_file(json.dumps(one.document).encode()).finding == Finding.VALID
    with publishing(StatusList):  # a list of her own, in which nothing is revoked
        row = StatusList.objects.get()
        row.document = json.dumps(proofs.signed(
            {name: part for name, part in json.loads(row.document).items() if name != "proof"},
            thief, f"{document['issuer']['id']}#{public}", clock.now(),
        ))  # fmt: skip
        row.save()
    assert checking.check_file(json.dumps(one.document).encode()).finding == Finding.ALTERED


def test_guessing_is_stopped_by_code_and_by_form(cast: Cast) -> None:
    answers = [Client().get(f"/es/verificar/{NOBODY}/").status_code for _n in range(61)]
    assert answers == [404] * 60 + [429]
    answers = [Client().post("/es/verificar/", {"code": NOBODY}, **ORIGIN).status_code for _n in range(61)]
    assert answers == [200] * 60 + [429]
    assert Client().post("/es/verificar/", {"code": NOBODY}).status_code == 403


def test_no_cache_keeps_what_may_be_taken_back(cast: Cast) -> None:
    one = shown(cast, "page")
    answer = Client().get(f"/es/verificar/{one.code}/")
    assert answer["Cache-Control"] == "no-store"
    assert "noindex" in answer.content.decode()


def forms_of(one: Signed) -> dict[str, bytes]:
    """Each form in which she takes it along."""
    values = certificate.Certificate(one.row, HOLDER.name, one.code, one.document)
    return {name: form.content(values) for name, form in certificate.FORMS.items()}


def test_each_form_of_the_file_is_known_again(cast: Cast) -> None:
    one = shown(cast, "page", "name")
    with acting(job_scope(cast.refugio)):
        files = forms_of(one)
    assert all(len(content) < 64 * 1024 for content in files.values())
    for name in ("json", "png", "svg"):
        html = upload(files[name])
        assert "El certificado es válido" in html, name
        assert "Quetzalina" not in html
    assert "Quetzalina" in upload(files["pdf"])  # it leads to the page of its code
    assert "The certificate is valid" in upload(files["json"], language="en")


@pytest.mark.parametrize(
    ("name", "words"),
    [
        (HOLDER.name, "Coincide con lo que usted escribió"),
        (HOLDER.email.upper(), "Coincide con lo que usted escribió"),
        ("Otra Persona", "No coincide con lo que usted escribió"),
    ],
)
def test_a_file_tells_whether_it_is_of_whom_it_should_be(cast: Cast, name: str, words: str) -> None:
    (one,) = certified(cast.refugio)
    assert f">{words}" in re.sub(r">\s+", ">", upload(json.dumps(one.document).encode(), name))


def test_a_file_that_was_altered_is_refused_and_shows_nothing(cast: Cast) -> None:
    (one,) = certified(cast.refugio)
    text = json.dumps(one.document, ensure_ascii=False)
    assert checking.check_file(text.encode()).finding == Finding.VALID
    assert checking.check_file(json.dumps(one.document, indent=4).encode()).finding == Finding.VALID
    for content in (
        text.replace("10 horas", "90 horas"),
        text.replace("{", '{"another": 1, ', 1),
        text.replace('"name"', '"name": "Falso", "name"', 1),
        text.replace("sha256$", "sha256$0", 1),
    ):
        html = upload(content.encode())
        assert "El certificado no es válido" in html or "No es un certificado de esta red" in html
        assert "Ciclo Lumbre" not in html


def test_what_is_signed_with_our_key_but_was_never_issued_is_refused(cast: Cast) -> None:
    (one,) = certified(cast.refugio)
    document = {name: part for name, part in one.document.items() if name != "proof"} | {"name": "Falso"}
    with acting(job_scope(cast.refugio)):
        forged = keyring.signer().sign(document)
    assert proofs.holds(forged, one.row.public)
    assert checking.check_file(json.dumps(forged).encode()).finding == Finding.ALTERED


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{}",
        b"[1]",
        b"{" * 50_000,
        b'{"proof": {"verificationMethod": 3}}',
        b"\x89PNG\r\n\x1a\n" + b"\xff" * 40,
        b"<svg><openbadges:credential><![CDATA[{]]></openbadges:credential></svg>",
        b"%PDF-1.7 CT-2222-2222-2222",
        "{«»}".encode("utf-16"),
    ],
)
def test_whatever_else_is_brought_is_none_of_ours(db: None, content: bytes) -> None:
    html = upload(content)
    words = ("No es un certificado de esta red", "No hay nada que mostrar", "El archivo está vacío")
    assert any(one in html for one in words)


def test_revoked_and_expired_are_told_by_code_and_by_file(cast: Cast) -> None:
    one = shown(cast, "page", until=dt.date(2027, 11, 14))
    content = json.dumps(one.document).encode()
    with time_machine.travel("2027-11-14 18:00:00+00:00", tick=False):
        assert checking.check_file(content).finding == Finding.VALID  # to the day
    with time_machine.travel("2027-11-15 18:00:00+00:00", tick=False):
        assert "El certificado venció" in read(f"/es/verificar/{one.code}/")
        assert checking.check_file(content).finding == Finding.EXPIRED
    with acting(cast.flor.scope):
        operations.revoke(credential_id=one.row.id, reason="fraud", explained="Copió (ficticio)")
    html = read(f"/es/verificar/{one.code}/")
    assert "El certificado fue retirado" in html
    assert "Se obtuvo con engaño" not in html
    assert "Copió" not in html
    assert checking.check_file(content).finding == Finding.REVOKED


def test_a_stolen_key_is_not_believed_from_that_day_on_and_what_was_registered_before_is(cast: Cast) -> None:
    before, after = certified(cast.refugio, HOLDER, HOLDER)
    with acting(job_scope(cast.refugio)):
        operations.show(credential_id=after.row.id, parts=["page"])
    day = clock.today()
    with publishing(Issued):
        Issued.objects.filter(digest=proofs.digest(before.document)).update(
            published_at=clock.now() - dt.timedelta(days=2)
        )
    with acting(cast.flor.scope):
        keyring.declare_stolen(public=before.row.public, since=day)
    findings = [checking.check_file(json.dumps(one.document).encode()).finding for one in (before, after)]
    assert findings == [Finding.VALID, Finding.STOLEN]
    assert "no se puede dar por válido" in read(f"/es/verificar/{after.code}/")
    signing.sign_again(job_scope(cast.refugio), before.row.public)
    assert "El certificado es válido" in read(f"/es/verificar/{after.code}/")
    with acting(job_scope(cast.refugio)):
        again = opened(after.row)
    assert again.row.public != after.document["proof"]["verificationMethod"].partition("#")[2]
    assert again.code == after.code
    assert checking.check_file(json.dumps(again.document).encode()).finding == Finding.VALID


def test_the_home_has_the_form_once_somebody_signs(cast: Cast) -> None:
    assert 'name="code"' not in read("/es/")
    certified(cast.refugio)
    html = read("/es/")
    assert 'action="/es/verificar/"' in html
    assert "La red todavía no ha emitido ninguno" not in html


def test_a_credential_survives_its_picture(db: None) -> None:
    text = json.dumps({"name": "Fin ]]> de <svg> «ñ»"}, ensure_ascii=False)
    svg = baking.into_svg('<svg viewBox="0 0 1 1"></svg>', text)
    assert json.loads(baking.credential_in(svg.encode())) == json.loads(text)
    assert svg.count("]]>") == 1
