"""An XLSForm gives the same set as YAML would; what is not understood is refused, with its question."""

import io
from collections.abc import Sequence
from pathlib import Path

import pytest
import xlsxwriter
import yaml
from django.core.management import CommandError, call_command

from contratrata.ground.kinds.public import Code
from contratrata.ground.questions.public import BadSet, read, read_xlsform

ES, EN = "Español (es)", "English (en)"
HEAD = (
    "type", "name", f"label::{ES}", f"label::{EN}", f"hint::{ES}", f"hint::{EN}", "relevant", "constraint",
    f"constraint_message::{ES}", f"constraint_message::{EN}", "required", "appearance", "choice_filter",
    "ct::kind", "ct::part", "ct::sealed", "ct::most", f"ct::why::{ES}", f"ct::why::{EN}",
)  # fmt: skip
LIKED = {"relevant": "selected(${Likes}, 'bread')"}
SURVEY: list[dict[str, str]] = [
    {"type": "start", "name": "start"},
    {"type": "begin_group", "name": "Food", f"label::{ES}": "Comida", f"label::{EN}": "Food", "ct::part": "health"},
    {"type": "note", "name": "lead", f"label::{ES}": "Con calma.", f"label::{EN}": "Calmly."},
    {"type": "select_multiple foods", "name": "Likes", f"label::{ES}": "¿Qué le gusta?", f"label::{EN}": "What?",
     f"hint::{ES}": "Varias", f"hint::{EN}": "Several", "required": "yes"},
    {"type": "integer", "name": "loaves", f"label::{ES}": "¿Cuántos?", f"label::{EN}": "How many?", **LIKED,
     "constraint": ". > 0", f"constraint_message::{ES}": "Alguno.", f"constraint_message::{EN}": "Some.",
     "ct::most": "12"},
    {"type": "text", "name": "more", f"label::{ES}": "¿Qué más?", f"label::{EN}": "What else?", "ct::sealed": "yes",
     "appearance": "multiline", f"ct::why::{ES}": "Para cocinar.", f"ct::why::{EN}": "To cook."},
    {"type": "end_group"},
    {"type": "text", "name": "school", f"label::{ES}": "Escolaridad", f"label::{EN}": "Schooling",
     "ct::kind": "code education_level"},
]  # fmt: skip
CHOICES = (
    ("list_name", "name", f"label::{ES}", f"label::{EN}"),
    ("foods", "bread", "Pan", "Bread"),
    ("foods", "fish", "Pescado", "Fish"),
)
SETTINGS = (("form_title", "form_id", "version"), ("Comer", "eating", "2026-11"))
SAME = """
key: eating
version: "2026-11"
title: {es: Comer, en: Comer}
sections:
  - key: food
    title: {es: Comida, en: Food}
    lead: {es: Con calma., en: Calmly.}
    part: health
    questions:
      - code: likes
        kind: choices
        choices: {bread: {es: Pan, en: Bread}, fish: {es: Pescado, en: Fish}}
        es: ¿Qué le gusta?
        en: What?
        help: {es: Varias, en: Several}
        required: true
      - code: loaves
        kind: number
        most: 12
        es: ¿Cuántos?
        en: How many?
        when: (selected(${likes}, 'bread'))
        must: . > 0
        must_words: {es: Alguno., en: Some.}
      - {code: more, kind: text, most: 4000, rows: 6, sealed: true, es: '¿Qué más?', en: 'What else?',
         why: {es: Para cocinar., en: To cook.}}
  - key: school
    title: {es: Comer, en: Comer}
    questions:
      - {code: school, kind: code education_level, es: Escolaridad, en: Schooling}
"""


def workbook(survey: Sequence[dict[str, str]] = SURVEY, head: Sequence[str] = HEAD) -> bytes:
    """A workbook with that survey, the choices and the settings."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    for name, rows in (
        ("survey", [head, *([row.get(key, "") for key in head] for row in survey)]),
        ("choices", CHOICES),
        ("settings", SETTINGS),
    ):
        sheet = book.add_worksheet(name)
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, list(row))
    book.close()
    return out.getvalue()


def changed(name: str, **values: str) -> bytes:
    return workbook([row | values if row.get("name") == name else row for row in SURVEY])


def test_a_form_is_the_same_set_as_its_yaml() -> None:
    form = read_xlsform(lambda: [workbook()])
    assert form.data == yaml.safe_load(SAME)
    assert form.questions() == read(yaml.safe_load(SAME))
    assert form.unasked == ("start",)
    assert isinstance(form.questions().fact("school").kind, Code)


def test_relevance_of_a_group_holds_for_its_questions() -> None:
    created = read_xlsform(lambda: [changed("Food", relevant="${school} != ''")]).questions()
    loaves = created.fact("loaves")
    assert loaves.asked_for({"school": "primary", "likes": ("bread",)})
    assert not loaves.asked_for({"school": "", "likes": ("bread",)})
    assert not loaves.asked_for({"school": "primary", "likes": ("fish",)})


def test_a_form_in_one_language_says_the_same_in_both() -> None:
    rows = [{"type": "text", "name": "a", "label": "¿Cómo le va?"}]
    created = read_xlsform(lambda: [workbook(rows, ("type", "name", "label"))]).questions()
    label = created.fact("a").label
    assert (label.es, label.en) == ("¿Cómo le va?", "¿Cómo le va?")  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("loaves", {"type": "geopoint"}),
        ("loaves", {"type": "calculate"}),
        ("loaves", {"relevant": "position(..) > 1"}),
        ("loaves", {"relevant": "${nothing} = 1"}),
        ("loaves", {f"label::{EN}": ""}),
        ("loaves", {"ct::colour": "red"}),
        ("Likes", {"choice_filter": "name != 'fish'"}),
        ("Likes", {"type": "select_multiple drinks"}),
        ("school", {"ct::kind": "code shoes"}),
        ("more", {"name": "loaves"}),
    ],
)
def test_what_is_not_understood_is_refused(name: str, values: dict[str, str]) -> None:
    head = (*HEAD, *(key for key in values if key not in HEAD))
    rows = [row | values if row.get("name") == name else row for row in SURVEY]
    with pytest.raises(BadSet):
        read_xlsform(lambda: [workbook(rows, head)]).questions()


def test_the_command_writes_yaml_that_is_read_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    form, out = tmp_path / "form.xlsx", tmp_path / "set.yaml"
    form.write_bytes(workbook())
    call_command("questions_from_xlsform", str(form), out=out)
    assert read(yaml.safe_load(out.read_text(encoding="utf-8"))) == read(yaml.safe_load(SAME))
    assert "4 preguntas; sin preguntar: start." in capsys.readouterr().err
    form.write_bytes(b"%PDF-1.7")
    with pytest.raises(CommandError):
        call_command("questions_from_xlsform", str(form))
