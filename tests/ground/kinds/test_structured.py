"""A structured text shows what was typed: paragraphs, lists, links, and never a tag that somebody typed."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contratrata.ground.base.translated import Translated
from contratrata.ground.kinds.public import Structured, plain_text, structured

TEXT = """Antes había
dos líneas.

- una [guía](https://ejemplo.example/a?b=1&c=2)
- otra

1. primero
2) después
"""


def test_paragraphs_lists_and_links() -> None:
    assert structured(TEXT) == (
        "<p>Antes había<br>dos líneas.</p>"
        '<ul><li>una <a href="https://ejemplo.example/a?b=1&amp;c=2" rel="noreferrer">guía</a></li><li>otra</li></ul>'
        "<ol><li>primero</li><li>después</li></ol>"
    )
    assert plain_text(TEXT) == "Antes había dos líneas. una guía otra primero después"
    assert structured("") == ""


@pytest.mark.parametrize(
    "typed",
    [
        "<script>alert(1)</script>",
        "- <img src=x onerror=alert(1)>",
        "[aquí](javascript:alert(1))",
        "[aquí](data:text/html,<b>)",
        '[aquí](https://ejemplo.example/" onclick="alert(1))',
        "[<b>aquí</b>](https://ejemplo.example/)",
        "[a](https://ejemplo.example/'onmouseover=alert(1))",
    ],
)
def test_nothing_typed_becomes_markup(typed: str) -> None:
    html = str(structured(typed))
    assert set(re.findall(r"<(\w+)", html)) <= {"p", "ul", "li", "a"}
    assert [
        one for one in re.findall(r"<a ([^>]*)>", html) if not one.startswith('href="https://ejemplo')
    ] == []
    assert not re.search(r"<[^>]*\son\w+=", html)


_PIECES = [*"<>&\"'[]()-*1. \nahtps:/", "https://", "](", "javascript:", "[a](https://"]


@given(st.lists(st.sampled_from(_PIECES), max_size=40).map("".join))
def test_whatever_is_typed_only_our_elements_come_out(typed: str) -> None:
    html = str(structured(typed))
    assert set(re.findall(r"<\s*(\w+)", html)) <= {"p", "br", "ul", "ol", "li", "a"}
    assert all(
        re.fullmatch(r'href="https?://[^"<>]*" rel="noreferrer"', one)
        for one in re.findall(r"<a ([^>]*)>", html)
    )


def test_it_is_said_in_the_reader_s_language_or_as_the_original() -> None:
    text = Translated.of({"es": "- uno", "en": "- one"})
    assert Structured().shown(text) == "<ul><li>uno</li></ul>"
    assert Structured().shown(Translated.of({"en": "- one"})) == "<ul><li>one</li></ul>"
