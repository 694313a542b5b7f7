"""One cleaning for every text that is typed."""

import ast
from pathlib import Path

import pytest
from django import forms

from contratrata.ground.base import texts
from contratrata.ground.base.errors import DomainError
from contratrata.ground.base.text_fields import TextField

SOURCE = Path(__file__).resolve().parents[3] / "src" / "contratrata"


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("  Ana\u202e  Mar\u00eda ", "Ana Mar\u00eda"),
        ("Jose\u0301", "Jos\u00e9"),
        ("\u200bcasa\u0007\ufeff", "casa"),
        ("ca\ufffesa\uffff", "casa"),  # no feed can say them
        ("uno\ttres\ndos", "uno tres dos"),
    ],
)
def test_a_line_holds_only_what_shows(typed: str, text: str) -> None:
    assert TextField().clean(typed) == text


def test_a_text_of_several_lines_keeps_its_lines() -> None:
    field = TextField(widget=forms.Textarea, max_length=texts.LONG)
    assert field.clean("uno \r\n\r\n\u202edos\r\n") == "uno\n\ndos"


@pytest.mark.parametrize(("length", "good"), [(200, True), (201, False)])
def test_what_is_too_long_is_told_and_not_cut(length: int, good: bool) -> None:
    if good:
        assert TextField().clean("a" * length) == "a" * length
    else:
        with pytest.raises(forms.ValidationError, match="200 caracteres o menos"):
            TextField().clean("a" * length)


def test_marks_that_nobody_sees_do_not_count() -> None:
    assert texts.clean("a" * 200 + "\u200b" * 50, field="x") == "a" * 200
    with pytest.raises(DomainError):
        texts.clean("a" * 201, field="x")


def test_no_form_of_ours_takes_a_text_uncleaned() -> None:
    """`forms.CharField` stands only where cleaning would change what was meant (passwords) and in demonstrations."""
    allowed = {
        "ground/accounts/forms.py": 1,
        "ground/base/text_fields.py": 0,
        "ground/base/partial_fields.py": 1,
    }
    result: dict[str, int] = {}
    for path in SOURCE.rglob("*.py"):
        name = path.relative_to(SOURCE).as_posix()
        calls = sum(
            isinstance(node, ast.Call) and ast.unparse(node.func) in ("forms.CharField", "CharField")
            for node in ast.walk(ast.parse(path.read_text()))
            if "models" not in name and "migrations" not in name
        )
        if calls and name != "ground/ui/showcase.py":
            result[name] = calls
    assert {name: n for name, n in result.items() if n > allowed.get(name, 0)} == {}
