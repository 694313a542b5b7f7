"""One vocabulary for the code: what a Django engineer expects, not idiom translated word by word."""

import ast
from collections.abc import Iterator
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[1] / "src/contratrata"
#: Each stood once for twenty things: `values`, `rows`, `row`, `result`, `initial`, `created`, `stored` … say which.
WORDS = {"told", "given", "found", "made", "said", "kept"}
#: Words of the field, where they are one: what a person said, a given name, the short title of a question («Tipo»).
OF_THE_FIELD = {
    "said": {
        "care/cases/models/contact.py", "care/cases/sentences.py",
        "care/referrals/models.py", "care/referrals/operations/_moving.py", "care/referrals/operations/caring.py",
        "care/referrals/story.py", "ground/kinds/base.py", "ground/network/beginning.py", "ground/nouns/moving.py",
    },
    "given": {"ground/vault/names.py"},
}  # fmt: skip


def _names(tree: ast.AST) -> Iterator[str]:
    """Every name that a module gives: variables, parameters, functions, classes."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        elif isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.name


def test_a_name_says_what_stands_under_it() -> None:
    idiom = {
        f"{place}: {name}"
        for path in SOURCE.rglob("*.py")
        if "migrations" not in path.parts and (place := str(path.relative_to(SOURCE)))
        for name in _names(ast.parse(path.read_text(encoding="utf-8")))
        if (word := name.strip("_").lower()) in WORDS and not name.isupper()
        if place not in OF_THE_FIELD.get(word, set())
    }
    assert sorted(idiom) == []


def test_the_words_of_the_field_are_still_used_there() -> None:
    for word, places in OF_THE_FIELD.items():
        for place in places:
            assert word in _names(ast.parse((SOURCE / place).read_text(encoding="utf-8"))), (word, place)
