"""Anybody finds and reads what was published of the practices, in both languages, and nothing else."""

import gzip
import json
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from cast import Cast
from contratrata.ground.base.publishing import publishing
from contratrata.ground.base.scope import acting
from contratrata.ground.base.translated import Translated
from contratrata.ground.files.public import File
from contratrata.ground.nouns.public import operations as nouns
from contratrata.ground.things.public import to_row
from contratrata.knowledge.practices.models import PRACTICES, QUESTIONS, Lasting, Published
from nouns import values_for
from reviewing import public_page, published

pytestmark = pytest.mark.django_db
ATTACK = '</script><script>alert(1)</script>"><img src=x onerror=alert(1)>'


def read(path: str) -> str:
    answer = Client().get(path)
    assert answer.status_code == 200
    assert not answer.cookies
    return answer.content.decode()


def test_a_draft_and_a_review_are_never_public(cast: Cast) -> None:
    with acting(cast.flor.scope):
        row = nouns.write(PRACTICES, values=values_for(PRACTICES, "Faro"))
    assert "Todavía no hay prácticas publicadas" in read("/es/practicas/")
    assert "Faro" not in read("/es/")
    assert Client().get(f"/es/practicas/{row.id}/").status_code == 404
    row = published(cast)
    with acting(cast.flor.scope):
        nouns.change(PRACTICES, row.id, values={"place": "La costa"}, expected_version=1)
    pages = [
        read(path)
        for path in ("/es/", "/es/practicas/", "/es/practicas/bp-1/", "/es/practicas/novedades.atom")
    ]
    assert all("Faro (ficticia)" in page for page in pages)
    for word in ("Así lo leo.", "La costa", "Casa Refugio", "Albergue Horizonte", cast.diana.user.name):
        assert not any(word in page for page in pages), word
    with acting(cast.gloria.scope):
        nouns.take_back(PRACTICES, row.id, reason="Ya no se aplica.")
    assert "/practicas/bp-" not in read("/sitemap.xml")


def test_a_page_says_what_it_is_in_both_languages_to_people_and_machines(cast: Cast) -> None:
    row = published(cast)
    for language, name in (("es", "Faro (ficticia)"), ("en", "Faro (fictitious)")):
        path = public_page(row.id, language)
        html = read(path)
        assert f'<meta property="og:title" content="{name}">' in html
        assert html.count('rel="canonical"') == 1
        data = json.loads(re.findall(r'<script type="application/ld\+json">(.*?)</script>', html)[0])
        assert (data["headline"], data["inLanguage"]) == (name, language)
        assert len(gzip.compress(html.encode())) <= 20_000
        assert f"{path}</loc>" in read("/sitemap.xml")
        assert len(gzip.compress(read(f"/{language}/practicas/").encode())) <= 20_000
    described = re.findall(r"<desc[^>]*>(.*?)</desc>", read(public_page(row.id)))
    assert "Eficacia: Revisión 1 (Costa Rica) 4; Revisión 2 (Guatemala) 1" in described[0]  # not their mean


def test_what_is_older_than_its_original_or_untranslated_is_said(cast: Cast) -> None:
    name = Translated.of({"es": "Mesa", "en": "Table"}).edited({"es": "Mesa nueva"})
    row = published(cast, name=name)
    assert "Traducción anterior" not in read(public_page(row.id))
    with translation.override("en"):
        note = name.reading().note
    assert note in read(public_page(row.id, "en"))
    row = published(cast, name=Translated.of({"es": "Ronda"}))
    assert '<span lang="es">Ronda</span>' in read(public_page(row.id, "en"))


def test_nothing_typed_becomes_markup(cast: Cast) -> None:
    texts = dict.fromkeys(("summary", "how", "results", "needs"), Translated.of({"es": ATTACK}))
    row = published(cast, "Faro", name=Translated.of({"es": ATTACK}), **texts)
    for path in ("/es/", "/es/practicas/", public_page(row.id)):
        html = read(path)
        assert "<img src=x" not in html
        assert "<script>alert" not in html
    data = re.findall(r'<script type="application/ld\+json">(.*?)</script>', read(public_page(row.id)))
    assert json.loads(data[0])["headline"] == ATTACK


def test_filters_stand_in_the_address_and_what_means_nothing_is_said(cast: Cast) -> None:
    published(cast, "Faro", area=("prevention",), country="GTM", population=("children",))
    published(cast, "Muelle", area=("protection", "prosecution"), country="CRI", population=("women",))
    for query, faro, muelle in (
        ("", True, True), ("q=FAROS", True, False), ("q=nna", True, False), ("tema=protection", False, True),
        ("tema=protection&tema=prevention", True, True), ("tema=protection&pais=GTM", False, False),
        ("para=women", False, True), ("madurez=2", True, True), ("madurez=3", False, False),
    ):  # fmt: skip
        html = read(f"/es/practicas/?{query}")
        assert ("Faro (ficticia)" in html, "Muelle (ficticia)" in html) == (faro, muelle), query
        assert "No se usó" not in html, query
    for query in (
        "tema=nada",
        "otra=1",
        "pagina=9",
        "pagina=x",
        "pais=ZZZ",
        "tema=%00",
        "q=%00faro&x=%3Cb%3E",
    ):
        html = read(f"/es/practicas/?{query}")
        assert "No se usó" in html, query
        assert "Faro (ficticia)" in html
        assert "<b>" not in html.partition("No se usó")[2].partition("</p>")[0]


def test_many_practices_take_as_many_queries_as_one_and_are_paged(cast: Cast) -> None:
    published(cast)
    with CaptureQueriesContext(connection) as one:
        read("/es/practicas/?tema=prevention&q=faro")
    no_files = {fact.name: fact.kind.empty for fact in QUESTIONS.facts if isinstance(fact.kind, File)}
    values = values_for(PRACTICES, "Faro") | no_files
    with publishing(Published, Lasting):
        for number in range(44):
            row = Published(
                row_id=f"00000000-0000-7000-8000-{number:012d}", version=1, maturity="2", evidence="1",
                number=number + 2,
            )  # fmt: skip
            to_row(QUESTIONS.facts, row, values)
            row.put_words(QUESTIONS.facts, values, "name")
            row.save(force_insert=True)
            Lasting.objects.create(
                row_id=row.row_id, number=number + 2, turn=number + 2, version=1, name=values["name"]
            )
    with CaptureQueriesContext(connection) as many:
        html = read("/es/practicas/?tema=prevention&q=faro")
    assert len(many) <= len(one)
    with CaptureQueriesContext(connection) as again:
        read("/es/practicas/?tema=prevention&q=faro")
    assert sum('FROM "practices' in one["sql"] for one in again) <= 3  # its stamp, its words, its rows
    assert html.count("<li><div>") == 20
    pages = [html, *(read(f"/es/practicas/?pagina={number}") for number in (2, 3))]
    ids = [one for page in pages for one in re.findall(r'<h2><a href="/es/practicas/([\w-]+)/', page)]
    assert len(ids) == len(set(ids)) == 45
    assert "pagina=4" not in pages[-1]
