"""A practice goes out as a Word form and comes back: whatever a word processor did to it, nothing is lost or run."""

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from typing import Any

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import translation
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from cast import Cast, Player
from contratrata.ground.base.errors import DomainError
from contratrata.ground.base.scope import acting
from contratrata.ground.files.public import File
from contratrata.ground.kinds.public import TranslatedText
from contratrata.ground.nouns.public import operations as nouns
from contratrata.ground.questions.public import read_word, word_form
from contratrata.ground.things.public import from_row
from contratrata.knowledge.practices.models import PRACTICES, QUESTIONS, Practice
from nouns import values_for

pytestmark = pytest.mark.django_db
FACTS = [fact for fact in QUESTIONS.facts if not isinstance(fact.kind, File)]
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


@pytest.fixture(autouse=True)
def gate_is_open(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The second factor has tests of its own."""
    monkeypatch.setattr("contratrata.doors.web.access.GATES", [])
    with translation.override("es"):
        yield


def browser(player: Player) -> Client:
    client = Client()
    client.force_login(player.user)
    return client


def filled(**changed: Any) -> bytes:
    return word_form(QUESTIONS, values_for(PRACTICES, "Faro") | changed)


def edited(content: bytes, change: Callable[[Any], None]) -> bytes:
    """The document after somebody changed it."""
    document = docx.Document(io.BytesIO(content))
    change(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def control(document: Any, code: str) -> Any:
    for one in document.element.body.iter(qn("w:sdt")):
        tag = one.find(f"{qn('w:sdtPr')}/{qn('w:tag')}")
        if tag is not None and tag.get(qn("w:val")) == code:
            return one
    raise KeyError(code)


def write(document: Any, code: str, *paragraphs: str) -> None:
    """Type into a field, each paragraph the XML of one."""
    one = control(document, code)
    blank = one.find(f"{qn('w:sdtPr')}/{qn('w:showingPlcHdr')}")
    if blank is not None:
        blank.getparent().remove(blank)
    content = one.find(qn("w:sdtContent"))
    for old in list(content):
        content.remove(old)
    for xml in paragraphs:
        content.append(
            parse_xml(xml if xml.startswith("<") else f"<w:p {W}><w:r><w:t>{xml}</w:t></w:r></w:p>")
        )


def unwrapped(document: Any) -> None:
    """Lose every content control, as some word processors do."""
    for one in list(document.element.body.iter(qn("w:sdt"))):
        for inner in list(one.find(qn("w:sdtContent"))):
            one.addprevious(inner)
        one.getparent().remove(one)


def words(values: Any) -> dict[str, str]:
    return {fact.name: fact.words(values[fact.name]) for fact in FACTS if fact.name in values}


@pytest.mark.parametrize("language", ["es", "en"])
def test_what_goes_out_comes_back_the_same(language: str) -> None:
    expected = words(values_for(PRACTICES, "Faro"))
    with translation.override(language):
        content = filled()
    answers = read_word(QUESTIONS, content)
    assert words(answers.values) == expected
    assert (answers.empty, answers.unread, answers.rest, answers.notes) == ((), (), (), ())
    text = "\n".join(p.text for p in docx.Document(io.BytesIO(content)).paragraphs)
    with translation.override(language):
        for fact in FACTS:  # the guiding question with its example stands beside each
            assert str(fact.label) in text
            assert str(fact.help) in text


def test_every_question_has_a_guiding_question_and_an_example() -> None:
    for language, example in (("es", "or ejemplo"), ("en", "or instance")):
        with translation.override(language):
            assert [f.name for f in QUESTIONS.facts if not f.help or (
                example not in str(f.help) and "vacío" not in str(f.help))] == []  # fmt: skip


def test_a_blank_form_says_nothing() -> None:
    answers = read_word(QUESTIONS, word_form(QUESTIONS))
    assert (dict(answers.values), answers.unread, answers.rest) == ({}, (), ())
    assert len(answers.empty) == len(FACTS)


def test_without_controls_headings_or_codes_it_is_still_understood() -> None:
    expected = words(values_for(PRACTICES, "Faro"))
    lost = edited(filled(), unwrapped)
    assert words(read_word(QUESTIONS, lost).values) == expected

    def plain(document: Any) -> None:
        """As text pasted into another document: paragraphs alone, no style, no table, no code."""
        unwrapped(document)
        lines = []
        for one in document.element.body.iter(qn("w:p")):
            text = "".join(t.text or "" for t in one.iter(qn("w:t")))
            lines.append(re.sub(r"^\[[a-z0-9_.]+\]$", "", text))
        body = document.element.body
        for old in list(body):
            if old is not body.sectPr:
                body.remove(old)
        for line in lines:
            document.add_paragraph(line)

    assert words(read_word(QUESTIONS, edited(filled(), plain)).values) == expected


def test_pasted_styles_lists_links_and_marked_changes_are_read_as_they_stand() -> None:
    def change(document: Any) -> None:
        document.part.relate_to("https://ejemplo.example/guia", "http://x/hyperlink", is_external=True)
        link = next(r for r in document.part.rels.values() if r.is_external).rId
        relations = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
        write(
            document, "how.es",
            f'<w:p {W}><w:pPr><w:pStyle w:val="ListBullet"/></w:pPr><w:r><w:rPr><w:b/><w:color w:val="FF0000"/>'
            "</w:rPr><w:t>Avisar</w:t></w:r><w:r><w:t> hoy</w:t></w:r></w:p>",
            f'<w:p {W}><w:r><w:t>Se </w:t></w:r>'
            '<w:del w:id="1" w:author="x"><w:r><w:delText>quitó</w:delText></w:r></w:del>'
            '<w:ins w:id="2" w:author="x"><w:r><w:t>puso</w:t></w:r></w:ins></w:p>',
            f'<w:p {W} {relations}><w:hyperlink r:id="{link}"><w:r><w:t>la guía</w:t></w:r></w:hyperlink></w:p>',
        )  # fmt: skip

    answers = read_word(QUESTIONS, edited(filled(), change))
    assert (
        answers.values["how"].text("es") == "- Avisar hoy\nSe puso\n[la guía](https://ejemplo.example/guia)"
    )
    assert len(answers.notes) == 1
    assert "cambios marcados" in answers.notes[0]


def test_what_is_not_understood_is_said_and_nothing_is_lost() -> None:
    def change(document: Any) -> None:
        write(document, "area", "Astronomía")
        write(document, "cost", "mucho")
        document.add_paragraph("Una idea suelta al final.")
        table = document.add_table(rows=1, cols=2)
        table.rows[0].cells[0].text, table.rows[0].cells[1].text = "Año", "Personas"
        clone = parse_xml(re.sub("Faro", "Otro", _xml(control(document, "place"))))
        document.element.body.insert(0, clone)

    answers = read_word(QUESTIONS, edited(filled(), change))
    assert [(title, text) for title, text, _why in answers.unread] == [
        ("Tema", "Astronomía"), ("Costo de un año", "mucho")
    ]  # fmt: skip
    assert all(why for _title, _text, why in answers.unread)
    sentence = " ".join(answers.rest)
    assert "Una idea suelta al final." in sentence
    assert "Año | Personas" in sentence
    assert {"Otro", "Faro"} == {
        answers.values["place"],
        next(x for x in answers.rest if x in ("Faro", "Otro")),
    }
    assert any("dos veces" in note for note in answers.notes)


def test_a_version_that_nobody_wrote_is_none() -> None:
    content = word_form(QUESTIONS, values_for(PRACTICES, "Faro"), of="x", version=7)
    for written, version in (("7", 7), ("9" * 5000, 0), ("²", 0)):

        def change(document: Any, text: str = written) -> None:
            write(document, "ct.mark", f"{QUESTIONS.key} {QUESTIONS.version} x {text}")

        assert read_word(QUESTIONS, edited(content, change)).version == version


def _xml(element: Any) -> str:
    from lxml import etree

    return str(etree.tostring(element, encoding="unicode"))


def zipped(**members: bytes) -> bytes:
    """A form with members more or in place of its own."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(filled())) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in members:
                new.writestr(name, old.read(name))
        for name, content in members.items():
            new.writestr(name, content)
    return out.getvalue()


BOMB = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "aaaaaaaaaa">' + b"".join(
    f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">'.encode() for n in range(9)
) + b']><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>&j;</w:body></w:document>'  # fmt: skip  # noqa: E501


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"", "vacío"),
        (b"hola", "No es nuestro formulario"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "antiguo"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "contraseña"),
        (b"x" * ((10 << 20) + 1), "10 MB"),
    ],
)
def test_what_is_no_form_is_refused_in_words(content: bytes, word: str) -> None:
    with pytest.raises(DomainError) as refused:
        read_word(QUESTIONS, content)
    assert word in refused.value.message
    assert refused.value.field == "file"


def test_macros_and_bombs_are_never_opened() -> None:
    hostile = {
        "macros": zipped(**{"word/vbaProject.bin": b"x"}),
        "no es normal": zipped(**{"word/media/a.xml": b"\0" * (80 << 20)}),
        "dañado": filled()[:-2000],
    }
    for word, content in hostile.items():
        with pytest.raises(DomainError) as refused:
            read_word(QUESTIONS, content)
        assert word in refused.value.message or "No es nuestro formulario" in refused.value.message, word
    for content in (zipped(**{"word/document.xml": BOMB}), zipped(**{"word/document.xml": b"<a"})):
        with pytest.raises(DomainError):
            read_word(QUESTIONS, content)


def sent(content: bytes, name: str = "práctica.docx") -> dict[str, Any]:
    return {"file": SimpleUploadedFile(name, content)}


def test_a_new_one_is_brought_as_a_draft_that_is_looked_over_and_saved(cast: Cast) -> None:
    flor = browser(cast.flor)
    blank = flor.get("/practicas/formulario.docx")
    assert blank.status_code == 200

    def change(document: Any) -> None:
        for code, text in (("name.es", "Mesa (ficticia)"), ("summary.es", "Deciden juntas"), ("country", "Costa Rica"),
                           ("area", "Protección; Cooperación"), ("problem.es", "Tardaba"), ("how.es", "Se avisa"),
                           ("cost", "21000 USD"), ("began", "2019"), ("goals", "No sé")):  # fmt: skip
            write(document, code, text)

    page = flor.post("/practicas/traer-de-word/", sent(edited(blank.content, change)))
    assert page.status_code == 200
    assert "Se leyeron 8 respuestas." in page.content.decode()
    assert "No sé" in page.content.decode()
    with acting(cast.flor.scope):
        assert not Practice.objects.exists()  # nothing is saved before she looked it over
    form = flor.get("/practicas/nueva/").context["form"]
    typed = {bound.name: bound.value() for bound in form}
    assert (typed["name_es"], typed["summary_es"], typed["country"]) == (
        "Mesa (ficticia)",
        "Deciden juntas",
        "CRI",
    )
    assert typed["area"] == ["protection", "cooperation"]
    assert browser(cast.beatriz).get("/practicas/nueva/").context["form"]["name_es"].value() in (None, "")
    data = {"name_es": "Mesa (ficticia)", "summary_es": "Deciden juntas", "country": "CRI", "area": typed["area"],
            "problem_es": "Tardaba", "how_es": "Se avisa", "cost_amount": typed["cost_amount"],
            "cost_currency": typed["cost_currency"]}  # fmt: skip
    assert flor.post("/practicas/nueva/", data).status_code == 302
    with acting(cast.flor.scope):
        values = from_row(QUESTIONS.facts, Practice.objects.get())
        assert QUESTIONS.fact("cost").words(values["cost"]) == "21,000.00 USD"
        assert QUESTIONS.fact("name").words(values["name"]) == "Mesa (ficticia)"


def test_one_that_exists_keeps_what_the_document_leaves_empty_and_sees_a_conflict(cast: Cast) -> None:
    with acting(cast.flor.scope):
        row = nouns.write(PRACTICES, values=values_for(PRACTICES, "Faro"))
        other = nouns.write(PRACTICES, values=values_for(PRACTICES, "Muelle"))
    flor, url = browser(cast.flor), f"/practicas/{row.id}/traer-de-word/"
    taken = flor.get(f"/practicas/{row.id}/practica.docx").content

    def change(document: Any) -> None:
        write(document, "place", "El puerto")
        write(document, "contact", "")

    with acting(cast.flor.scope):
        nouns.change(PRACTICES, row.id, values={"reach": "national"}, expected_version=1)
    page = flor.post(url, sent(edited(taken, change))).content.decode()
    assert "Contacto" in page.partition("se dejan como están")[2]
    form = flor.get(PRACTICES.url("edit", row)).context["form"]
    typed = {bound.name: bound.value() for bound in form}
    assert (typed["place"], typed["contact"], str(typed["version"])) == ("El puerto", "Faro", "1")
    data = {"version": "1", "place": "El puerto", "name_es": "Faro", "summary_es": "x", "country": "GTM",
            "area": "prevention", "problem_es": "x", "how_es": "x", "picture_alt_es": "x",
            "picture_2_alt_es": "x"}  # fmt: skip
    second = flor.post(PRACTICES.url("edit", row), data)  # it changed after the document was taken
    assert "Usted cambió esto en otra ventana" in second.content.decode()
    wrong = flor.post(f"/practicas/{other.id}/traer-de-word/", sent(taken)).content.decode()
    assert "Este documento es de otra práctica" in wrong
    assert browser(cast.diana).get(url).status_code == 404
    assert browser(cast.diana).get(f"/practicas/{row.id}/practica.docx").status_code == 200
    assert browser(cast.julia).get(f"/practicas/{row.id}/practica.docx").status_code == 404
    assert all(isinstance(fact.kind, TranslatedText) for fact in FACTS if fact.name in ("name", "how"))
