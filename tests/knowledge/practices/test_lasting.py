"""The address of a published practice lasts: by its code, by whatever was written behind it, and when it is gone."""

from decimal import Decimal
from xml.etree import ElementTree as ET

import bibtexparser
import pytest
import rispy
from django.test import Client

from cast import Cast
from contratrata.ground.base import clock
from contratrata.ground.base.errors import DomainError, NotAllowed, WrongState
from contratrata.ground.base.scope import acting
from contratrata.ground.base.translated import Translated
from contratrata.ground.kinds.public import Amount
from contratrata.ground.nouns.public import operations as nouns
from contratrata.knowledge.practices.bands import band_of, band_options
from contratrata.knowledge.practices.facets import Facet, every_facet, register
from contratrata.knowledge.practices.lasting import silence
from contratrata.knowledge.practices.models import ENDS, PRACTICES, Lasting, Published
from reviewing import publish, published
from signin import sign_in

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


def test_every_address_it_ever_had_leads_to_its_code(cast: Cast) -> None:
    first, second = published(cast, "Faro"), published(cast, "Muelle")
    assert list(Lasting.objects.order_by("number").values_list("row_id", "number")) == [
        (first.id, 1),
        (second.id, 2),
    ]
    for path in (
        f"/es/practicas/{second.id}/",
        "/es/practicas/bp-2-muelle-ficticia/",
        "/es/practicas/bp-2-/",
    ):
        answer = Client().get(path)
        assert (answer.status_code, answer["Location"]) == (301, "/es/practicas/bp-2/"), path
    with acting(cast.flor.scope):
        nouns.change(
            PRACTICES, first.id, values={"name": Translated.of({"es": "Otro nombre"})}, expected_version=1
        )
        nouns.move(PRACTICES, first.id, "submit", expected_version=2)
    publish(cast, first, 2)
    assert "Otro nombre" in Client().get("/es/practicas/bp-1/").content.decode()
    assert Published.objects.get(row_id=first.id).number == 1
    for path in ("/es/practicas/bp-3/", "/es/practicas/bp-0/", "/es/practicas/bp-01/", "/es/practicas/nada/"):
        assert Client().get(path).status_code == 404, path


def test_one_that_is_gone_says_so_and_nothing_of_what_it_said(cast: Cast) -> None:
    row = published(cast, summary=Translated.of({"es": "Resumen que se va"}))
    gloria, url = sign_in(Client(), cast.gloria), PRACTICES.url("take_back", row)
    assert gloria.post(url, {"reason": "Palabras para adentro", "public": "nada"}).status_code == 200
    assert Client().get("/es/practicas/bp-1/").status_code == 200
    assert gloria.post(url, {"reason": "Palabras para adentro", "public": "law"}).status_code == 302
    for language, why in (("es", str(dict(ENDS)["law"])), ("en", "The law")):
        answer = Client().get(f"/{language}/practicas/bp-1/")
        html = answer.content.decode()
        assert (answer.status_code, answer["Cache-Control"]) == (410, "no-store")
        assert ("Faro" in html, why in html) == (True, True)
        assert "Resumen que se va" not in html
        assert "Palabras para adentro" not in html
    for ending in ("citar/", "cita.bib", "cita.ris"):
        assert Client().get(f"/es/practicas/bp-1/{ending}").status_code == 302
    for path in ("/es/practicas/", "/es/practicas/novedades.atom", "/sitemap.xml", "/es/"):
        assert "bp-1" not in Client().get(path).content.decode(), path
    with acting(cast.flor.scope):
        nouns.change(PRACTICES, row.id, values={"place": "La costa"}, expected_version=1)
        nouns.move(PRACTICES, row.id, "submit", expected_version=2)
    publish(cast, row, 2)  # it comes back under the same address
    assert Client().get("/es/practicas/bp-1/").status_code == 200
    assert Lasting.objects.get().gone_at is None


def test_one_of_two_languages_is_taken_back(cast: Cast) -> None:
    row = published(cast, place="")
    page = sign_in(Client(), cast.gloria).get(PRACTICES.url("row", row)).content.decode()
    assert "retirar-idioma" in page
    with acting(cast.flor.scope), pytest.raises(NotAllowed):
        silence(row.id, "en")
    answer = sign_in(Client(), cast.gloria).post(f"/practicas/{row.id}/retirar-idioma/", {"language": "en"})
    assert answer.status_code == 302
    html = Client().get("/en/practicas/bp-1/").content.decode()
    assert "Faro (ficticia)" in html
    assert "Faro (fictitious)" not in html
    assert "withdrawn" in html
    assert "se retiró" not in Client().get("/es/practicas/bp-1/").content.decode()
    assert "Faro (ficticia)" in Client().get("/es/practicas/?q=faro").content.decode()
    assert "bp-1" not in Client().get("/en/practicas/?q=fictitious").content.decode()
    with acting(cast.gloria.scope):
        with pytest.raises(DomainError):
            silence(row.id, "en")
        with pytest.raises(WrongState):
            silence(row.id, "es")
    with acting(cast.flor.scope):
        assert "en" in PRACTICES.rows().get(id=row.id).name.versions  # type: ignore[attr-defined]
        nouns.change(PRACTICES, row.id, values={"place": "La costa"}, expected_version=1)
        nouns.move(PRACTICES, row.id, "submit", expected_version=2)
    publish(cast, row, 2)
    assert "Faro (fictitious)" in Client().get("/en/practicas/bp-1/").content.decode()


def test_it_is_cited_in_words_and_read_by_reference_managers(cast: Cast) -> None:
    name = Translated.of({"es": "Mesa {de} 24 % & más_ñ", "en": "Table"})
    published(cast, name=name, bodies=("Fiscalía (ficticia)", "Salud (ficticia)"), area=("protection",))
    html = Client().get("/es/practicas/bp-1/citar/").content.decode()
    year = clock.day_of(Published.objects.get().published_at).year
    assert (
        f"Fiscalía (ficticia) y Salud (ficticia) ({year}). Mesa {{de}} 24 % &amp; más_ñ (bp-1, versión 1). ContraTrata."
        in html
    )
    answer = Client().get("/es/practicas/bp-1/cita.bib")
    assert answer["Content-Disposition"] == 'attachment; filename="bp-1.bib"'
    library = bibtexparser.parse_string(answer.content.decode())
    assert not library.failed_blocks
    fields = library.entries[0].fields_dict
    assert fields["title"].value == r"{Mesa \{de\} 24 \% \& más\_ñ}"
    assert fields["author"].value == "{Fiscalía (ficticia)} and {Salud (ficticia)}"
    assert fields["url"].value.endswith("/es/practicas/bp-1/")
    entry = rispy.loads(Client().get("/es/practicas/bp-1/cita.ris").content.decode())[0]
    assert (entry["type_of_reference"], entry["title"]) == ("RPRT", "Mesa {de} 24 % & más_ñ")
    assert entry["authors"] == ["Fiscalía (ficticia)", "Salud (ficticia)"]
    page = Client().get("/en/practicas/bp-1/").content.decode()
    assert '<meta name="DC.title" content="Table">' in page
    assert '<meta name="DC.language" content="en">' in page
    assert '<meta name="DC.creator" content="Fiscalía (ficticia)">' in page


def test_what_is_new_is_subscribed_to_whole_or_as_it_was_asked_for(cast: Cast) -> None:
    published(cast, "Faro", area=("prevention",))
    published(cast, "Muelle", area=("protection",))
    root = ET.fromstring(Client().get("/es/practicas/novedades.atom").content)  # noqa: S314  (our own answer)
    titles = [one.findtext(f"{ATOM}title") for one in root.iter(f"{ATOM}entry")]
    assert titles == ["Muelle (ficticia)", "Faro (ficticia)"]
    narrowed = Client().get("/en/practicas/novedades.atom?tema=protection&q=muelle")
    root = ET.fromstring(narrowed.content)  # noqa: S314  (our own answer)
    assert [one.findtext(f"{ATOM}title") for one in root.iter(f"{ATOM}entry")] == ["Muelle (fictitious)"]
    assert "application/atom+xml" in narrowed["Content-Type"]
    rss = ET.fromstring(Client().get("/es/practicas/novedades.rss").content)  # noqa: S314  (our own answer)
    assert len(rss.findall("channel/item")) == 2
    page = Client().get("/es/practicas/?tema=protection").content.decode()
    assert 'type="application/atom+xml" href="/es/practicas/novedades.atom?tema=protection"' in page


def test_a_facet_of_another_package_counts_and_narrows(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    faro, _muelle = published(cast, "Faro"), published(cast, "Muelle")
    codes: list[tuple[object, str]] = []
    facet = Facet(
        "prueba", "De prueba", lambda _codes: {"si": "Sí (prueba)"}, lambda: codes, lambda: len(codes)
    )  # type: ignore[arg-type,return-value]
    monkeypatch.setattr(
        "contratrata.knowledge.practices.facets._facets", {one.name: one for one in every_facet()}
    )
    register(facet)
    assert "Sí (prueba)" not in Client().get("/es/practicas/").content.decode()
    codes.append((faro.id, "si"))  # the stamp says that something changed
    html = Client().get("/es/practicas/?prueba=si").content.decode()
    assert ("Faro (ficticia)" in html, "Muelle (ficticia)" in html, "Sí (prueba)" in html) == (
        True,
        False,
        True,
    )


@pytest.mark.parametrize(
    ("amount", "currency", "band"),
    [
        ("5000", "USD", "low"), ("5000.01", "USD", "middle"), ("25000", "USD", "middle"), ("100000", "USD", "high"),
        ("100001", "USD", "highest"), ("38500", "GTQ", "low"), ("38501", "GTQ", "middle"), ("1", "XXX", ""),
    ],
)  # fmt: skip
def test_a_cost_falls_in_a_band(amount: str, currency: str, band: str) -> None:
    assert band_of(Amount(Decimal(amount), currency)) == band
    assert band in {*band_options(), ""}
    assert band_of(None) == ""
