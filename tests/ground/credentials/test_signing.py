"""Credentials are signed once each, as Open Badges has it; nothing of a holder stands anywhere in clear."""

import hashlib
import json
import uuid
from pathlib import Path

import pytest
import time_machine
from django.db import connection
from pyld import jsonld
from pyld.documentloader.frozen import BUNDLED_CONTEXTS, FrozenDocumentLoader

from cast import Cast
from certified import HOLDER, WHAT, certified
from contratrata.ground.base.errors import DomainError, NotAllowed
from contratrata.ground.base.scope import acting
from contratrata.ground.credentials import bits, operations, proofs, signing
from contratrata.ground.credentials.badges import Holder
from contratrata.ground.credentials.models import Award, Credential, Door, Issued, PublicKey, StatusList
from contratrata.ground.network.public import job_scope
from postbox import delivered

pytestmark = pytest.mark.django_db
CONTEXT = Path(__file__).parents[4] / "shared" / "data" / "openbadges" / "context-3.0.3.json"


def test_a_credential_is_an_open_badge_with_a_proof_that_holds(cast: Cast) -> None:
    ((row, code, document),) = certified(cast.refugio)
    issuer = f"did:web:localhost%3A8000:credenciales:emisores:{cast.refugio.id}"
    assert document["type"] == ["VerifiableCredential", "OpenBadgeCredential"]
    assert document["issuer"] == {"id": issuer, "type": ["Profile"], "name": "Casa Refugio (ficticia)"}
    assert document["id"] == f"http://localhost:8000/es/verificar/{code}/"
    achievement = document["credentialSubject"]["achievement"]
    assert achievement["name"] == "Ciclo Lumbre (ficticio)"
    assert achievement["criteria"] == {"narrative": "10 horas, con trabajo final"}
    assert document["proof"]["verificationMethod"] == f"{issuer}#{row.public}"
    assert proofs.holds(document, row.public)
    changed = json.loads(json.dumps(document))
    changed["credentialSubject"]["achievement"]["criteria"]["narrative"] = "100 horas"
    assert not proofs.holds(changed, row.public)


@pytest.mark.skipif(not CONTEXT.exists(), reason="the context of the standard is not here")
def test_our_words_mean_what_the_standard_says(cast: Cast) -> None:
    (one,) = certified(cast.refugio)
    published = {
        proofs.BADGES: json.loads(CONTEXT.read_text()),
        proofs.CREDENTIALS: BUNDLED_CONTEXTS[proofs.CREDENTIALS],
    }
    options = {"algorithm": "URDNA2015", "format": "application/n-quads",
               "documentLoader": FrozenDocumentLoader(documents=published)}  # fmt: skip
    document = {name: part for name, part in one.document.items() if name != "proof"}
    assert proofs.canonical(document).decode() == jsonld.normalize(document, options)
    assert "5 de 5 sesiones" in proofs.canonical(document).decode()


def test_a_context_that_is_not_ours_is_never_fetched(cast: Cast) -> None:
    (one,) = certified(cast.refugio)
    one.document["@context"].append("https://elsewhere.example/context.json")
    with pytest.raises(jsonld.JsonLdError):
        proofs.canonical(one.document)


def test_the_holder_stands_in_it_by_salted_hashes_only(cast: Cast) -> None:
    (one, other) = certified(cast.refugio, HOLDER, HOLDER)
    text = json.dumps(one.document, ensure_ascii=False)
    assert "Quetzalina" not in text
    assert "lucero" not in text
    first, second = (each.document["credentialSubject"]["identifier"] for each in (one, other))
    assert [part["identityType"] for part in first] == ["emailAddress", "name"]
    for part, clear in zip(first, (HOLDER.email, HOLDER.name), strict=True):
        assert part["identityHash"] == "sha256$" + hashlib.sha256((clear + part["salt"]).encode()).hexdigest()
    hashes = {part["identityHash"] for part in (*first, *second)}
    assert len(hashes) == 4  # the same person twice: two hashes that nobody ties to each other


def test_nothing_of_the_holder_stands_in_the_database_in_clear(cast: Cast) -> None:
    (one,) = certified(cast.refugio)
    with acting(job_scope(cast.refugio)):
        operations.show(credential_id=one.row.id, parts=["page", "name", "file"])
        tables = [model._meta.db_table for model in (Award, Credential, Door, Issued, PublicKey, StatusList)]
        with connection.cursor() as cursor:
            cursor.execute(" UNION ALL ".join(f"SELECT {table}::text FROM {table}" for table in tables))
            stored = "\n".join(line for (line,) in cursor.fetchall())
    assert "Ciclo Lumbre" in stored  # what was certified is no secret of the holder's
    for word in ("Quetzalina", "lucero.example", one.code, "5 de 5"):
        assert word not in stored
        assert word.encode().hex() not in stored


@time_machine.travel("2026-11-24 18:00:00+00:00")  # by day: mails wait for the morning
def test_each_gets_a_link_of_her_own_and_the_mail_says_no_more(cast: Cast) -> None:
    certified(
        cast.refugio,
        HOLDER,
        Holder("Noé Lumbre (ficticio)"),
        Holder("Grace (fictitious)", "g@x.example", "en"),
    )
    mails = delivered()
    assert sorted(mail.to[0] for mail in mails) == ["g@x.example", "quetzalina@lucero.example"]
    assert len({link for mail in mails for link in str(mail.body).split() if "/certificado/" in link}) == 2
    for mail in mails:
        assert not any(
            word in str(mail.body) + mail.subject for word in ("Quetzalina", "Grace", "Lumbre", "CT-")
        )


def test_the_same_act_twice_issues_once_and_a_signing_that_was_cut_off_goes_on(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    token, holders = uuid.uuid4(), [Holder(f"Persona {n} (ficticia)") for n in range(5)]
    with acting(cast.flor.scope):
        awards = {operations.award(holders, once=token, **WHAT).id for _again in range(2)}
    (award_id,) = awards
    monkeypatch.setattr(signing, "BATCH", 2)

    def killed(done: int, _total: int) -> None:
        if done == 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        signing.sign(job_scope(cast.refugio), award_id, killed)
    assert signing.sign(job_scope(cast.refugio), award_id) == 1
    with acting(cast.flor.scope):
        rows = list(Credential.objects.filter(award_id=award_id))
        assert Award.objects.get().done == 5
    assert len({(row.list_id, row.place) for row in rows}) == 5
    assert Issued.objects.count() == 5


def test_who_may_not_issue_does_not_and_nothing_of_training_leaves(cast: Cast) -> None:
    for player in (cast.ana, cast.hilda):
        with acting(player.scope), pytest.raises(NotAllowed):
            operations.award([HOLDER], **WHAT)
    type(cast.refugio).objects.filter(id=cast.refugio.id).update(fictitious=False)  # no demonstration
    with acting(job_scope(cast.escuela)), pytest.raises(NotAllowed):
        operations.award([HOLDER], **WHAT)
    with acting(cast.flor.scope):
        for holders in ([], [HOLDER] * (operations.MOST + 1)):
            with pytest.raises(DomainError):
                operations.award(holders, **WHAT)
        with pytest.raises(DomainError):
            operations.award([HOLDER], **(WHAT | {"until": WHAT["on"]}))


def test_a_full_list_is_left_for_another(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signing, "_FULL", 3)
    lists = {certified(cast.refugio)[0].row.list_id for _n in range(4)}
    assert len(lists) == 2


@pytest.mark.parametrize("place", [0, 7, 8, bits.PLACES - 1])
def test_a_bit_is_its_own(place: int) -> None:
    text = bits.with_set(bits.empty(), place)
    assert [n for n in (0, 7, 8, 9, bits.PLACES - 1) if bits.is_set(text, n)] == [place]


@pytest.mark.parametrize("content", [b"", b"\x00", b"\x00\x00a", b"hello", bytes(range(64))])
def test_base58_there_and_back(content: bytes) -> None:
    assert proofs.from_multibase(proofs.multibase(content)) == content
