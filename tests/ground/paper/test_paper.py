"""Documents: whole, tagged, with their fonts; nothing a person typed is markup, and nothing typed is lost."""

import re
from collections.abc import Iterator

import pytest
from django.utils import translation
from django.utils.safestring import SafeString
from reading import reader, says, words_of

from contratrata.ground.charts.showcase import example_context
from contratrata.ground.paper import drawings, rendering
from contratrata.ground.paper.public import (
    BlankQuestion,
    BlankSection,
    Heading,
    PaperError,
    Rows,
    TableBlock,
    Text,
    blank_form,
    document,
    plain_words,
    render,
)
from contratrata.ground.ui.styles.compile import STYLES

HOSTILE = [
    "*negrita* _cursiva_ #let x = 1; #panic() $x^2$ [@ref] <label> \\ \\u{41} // no /* tampoco */ = Título",
    '#import "/settings.py": SECRET_KEY; #read("/etc/passwd")',
    '"comillas" </desc><script>alert(1)</script> & {"json": true}',
    "- lista\n+ numerada\n/ término: algo",
    "Ñandú, pingüino, Q’eqchi’, Garífuna: ŋ á",
]


@pytest.fixture(autouse=True)
def _spanish() -> Iterator[None]:
    with translation.override("es"):
        yield


def figures() -> list[object]:
    return [one for _title, some in example_context()["groups"] for one in some]


def test_it_is_tagged_has_language_and_title_and_all_its_fonts() -> None:
    created = reader(document("Título", [Heading("Parte"), Text("Cuerpo")], code="GT-2MX9", heading="Otro"))
    assert created.metadata is not None
    assert created.metadata.title == "Título"
    root = created.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] is True or root["/MarkInfo"]["/Marked"].value is True
    assert str(root["/Lang"]).startswith("es")
    assert b"pdfuaid" in root["/Metadata"].get_object().get_data()
    fonts = [
        f.get_object() for page in created.pages for f in page["/Resources"]["/Font"].get_object().values()
    ]
    inner = [font["/DescendantFonts"][0].get_object() for font in fonts]
    families = {re.sub(r"^/[A-Z]+\+|-.*", "", str(font["/BaseFont"])) for font in inner}
    assert families == {"SourceSans3", "SourceSerif4Roman"}
    assert all({"/FontFile2", "/FontFile3"} & set(font["/FontDescriptor"].get_object()) for font in inner)


@pytest.mark.parametrize("hostile", HOSTILE)
def test_nothing_typed_is_markup_wherever_it_stands(hostile: str) -> None:
    blocks = [
        Text(hostile, "lead"),
        Rows([(hostile, hostile)]),
        TableBlock([hostile, "b"], [[hostile, hostile]]),
    ]
    content = document(hostile, blocks, subtitle=hostile, code="x", footer="y")
    assert words_of(content).count("".join(hostile.split())) == 8
    form = blank_form("t", [BlankSection(hostile, [BlankQuestion(hostile, hostile, "one", (hostile,))])])
    assert words_of(form).count("".join(hostile.split())) == 4


def test_long_words_break_and_nothing_is_lost() -> None:
    content = document("t", [Text("y" * 20_000), Rows([("k", "z" * 500)])])
    assert words_of(content).count("y") == 20_000
    assert words_of(content).count("z") == 500
    for page in reader(content).pages:
        edges: list[float] = []
        page.extract_text(visitor_text=lambda _text, _cm, tm, _font, _size, at=edges: at.append(tm[4]))
        assert max(edges) < 595


def test_marks_that_do_not_show_are_left_out_and_signs_without_a_letter_are_said() -> None:
    content = document("Ana \u202eoicifitcif", [Text("uno\u200bdos\x07 \ufeffbien")])
    assert says(content, "Ana oicifitcif")
    assert says(content, "unodos bien")
    assert "□" not in words_of(content)
    replaced = document("Con 😀 y 日本", [Text("sí 👩‍👩‍👧")])
    assert says(replaced, "Con □ y □□")
    assert says(replaced, "□: un signo que este papel no puede escribir")


def test_lines_stay_lines() -> None:
    text = reader(document("t", [Text("uno\ndos")])).pages[0].extract_text()
    assert re.search(r"uno\s*\n\s*dos", text)


def test_an_empty_value_says_that_there_is_none() -> None:
    assert says(document("t", [Rows([("Clave", "")])]), "ClaveSin dato")


def test_english_has_english_words_and_says_so() -> None:
    with translation.override("en"):
        content = document("t", [Rows([("Key", "")])])
    assert str(reader(content).trailer["/Root"]["/Lang"]).startswith("en")
    assert not says(content, "Sin dato")


def test_what_is_no_word_is_refused() -> None:
    with pytest.raises(PaperError, match="holds words"):
        render("ground/paper/document.typ", {"title": "t", "blocks": [object()]})
    with pytest.raises(PaperError, match="has a title"):
        document(" ", [])


def test_too_much_is_refused_without_a_word_of_it(monkeypatch: pytest.MonkeyPatch, settings) -> None:
    settings.PRODUCTION = True
    monkeypatch.setattr(rendering, "MEMORY", 80 << 20)
    with pytest.raises(PaperError) as refused:
        document("Yolanda", [Text("Yolanda " * 100_000)])
    assert "Yolanda" not in str(refused.value)
    monkeypatch.setattr(rendering, "MEMORY", 1 << 30)
    with pytest.raises(PaperError):
        render(
            "ground/paper/document.typ",
            {"title": "t", "none": "", "blocks": [{"block": "text", "text": "a b " * 900_000}]},
            seconds=1,
        )


def test_a_template_that_is_wrong_says_so(tmp_path) -> None:
    with pytest.raises(PaperError, match=r"nada\.typ was not made"):
        render("ground/paper/nada.typ", {"title": "t"})


QUESTIONS = [
    BlankQuestion("¿Cuándo llegó?", "Deje vacío lo que no se sepa.", "date"),
    BlankQuestion("¿Cómo quiere que le llamen?"),
    BlankQuestion("¿Qué edad tiene?", kind="number"),
    BlankQuestion("¿Le retuvieron los documentos?", kind="one", choices=("Sí", "No", "No se sabe")),
    BlankQuestion("Medios", "Según lo que cuente.", "many", ("Engaño", "Amenaza", "Abuso de vulnerabilidad")),
    BlankQuestion("Qué pasó", times=6),
]


def test_the_blank_form_asks_every_question_with_its_help_and_choices() -> None:
    content = blank_form(
        "Ficha", [BlankSection("Llegada", QUESTIONS)], intro="Con letra clara.", code="trata 3"
    )
    wanted = ["Ficha", "Llegada", "Con letra clara.", "trata 3"]
    for question in QUESTIONS:
        wanted += [question.label, question.help, *question.choices]
    assert [text for text in wanted if not says(content, text)] == []
    assert words_of(content).count("Marquetodoslosquecorrespondan.") == 1
    assert says(content, "díamesaño")


def test_a_long_form_keeps_a_question_and_its_answers_together() -> None:
    content = blank_form("Ficha", [BlankSection(f"Parte {n}", QUESTIONS) for n in range(8)])
    pages = [page.extract_text() for page in reader(content).pages]
    assert len(pages) > 3
    for text in pages:
        assert text.count("¿Le retuvieron") == text.count("No se sabe")


@pytest.mark.parametrize("many", [True, False])
def test_figures_stand_in_a_document_with_sentence_table_and_alternative(many: bool) -> None:
    some = [one for one in figures() if one.key.endswith("many") == many]
    content = document("Cifras", some)
    for one in some:
        assert says(content, one.question)
        assert says(content, re.sub(r"</?b>", "", one.sentence()))
        assert all(says(content, row.label) for row in one.data.rows)
        drawn = [part["text"] for part in drawings.paper_figure(one).get("texts", [])]
        assert all(says(content, text) for text in drawn)
    drawn_ones = [one for one in some if one.data.rows and not one.is_table]
    assert content.count(b"/Figure") >= len(drawn_ones)


def test_paper_has_the_colours_of_the_sheet() -> None:
    light = (STYLES / "_tokens.scss").read_text(encoding="utf-8").split("prefers-color-scheme: dark")[0]
    sheet = dict(re.findall(r"--ct-([\w-]+): (#[0-9a-f]{6});", light))
    assert {name: sheet[name] for name in drawings.INK} == drawings.INK


def test_every_look_of_a_drawing_is_known_on_paper() -> None:
    known = {
        *drawings._FILL,
        *drawings._STROKE,
        *drawings._WIDTH,
        *drawings._DASH,
        "ct-pat",
        "ct-pat--ink",
        "dash1",
    }
    known |= {f"{kind}{n}" for kind in "fs" for n in range(5)}
    used: set[str] = set()
    for one in figures():
        if one.data.rows and not one.is_table:
            body = re.sub(r"<text.*?</text>", "", str(one.paint(680).body()))
            used |= {look for css in re.findall(r'class="([^"]*)"', body) for look in css.split()}
            assert "class=" not in drawings.paper_figure(one)["svg"]
    assert used - known == set()


def test_a_cell_s_markup_becomes_words() -> None:
    assert plain_words(SafeString("<ul><li>uno</li> <li>dos &amp; tres</li></ul>")) == "uno; dos & tres"
    assert plain_words(SafeString("uno<br>dos")) == "uno\ndos"
    assert plain_words("<b>tal cual</b>") == "<b>tal cual</b>"
    assert plain_words(None) == ""
