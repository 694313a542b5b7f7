"""A set of questions from an XLSForm workbook: what `sets.read` reads from YAML, made of sheets.

pyxform reads the form (its dialects of headings, its lists of choices, its groups); the cells come to it from our own
reader in a child process. A group is a section. What an XLSForm cannot say stands in columns of ours, `ct::kind`
(«code education_level»), `ct::part`, `ct::sealed`, `ct::why::Español (es)`, as in YAML. What is not understood is
refused with the question that holds it; a form in one language says the same in both.
"""

import dataclasses
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from contratrata.ground.sheets.public import Book, Source, open_book

from .sets import BadSet, QuestionSet, read

#: What the XLSForm standard has about the device and the session, which nobody answers.
_UNASKED: Final = frozenset(
    {
        "start",
        "end",
        "today",
        "deviceid",
        "subscriberid",
        "simserial",
        "phonenumber",
        "username",
        "email",
        "audit",
    }
)
_KINDS: Final = {
    "text": "text", "integer": "number", "date": "day", "select one": "choice", "select all that apply": "choices",
    "acknowledge": "flag",
}  # fmt: skip
_SHEETS: Final = ("survey", "choices", "settings")
#: Columns that would change what is asked or shown if they were passed over.
_REFUSED: Final = ("choice_filter", "default", "trigger", "itemset_file", "media")
_NAMES: Final = {"español": "es", "spanish": "es", "english": "en", "inglés": "en", "default": ""}
_LONG_TEXT: Final = {"most": 4_000, "rows": 6}
_Node = Mapping[str, Any]


@dataclasses.dataclass(frozen=True, slots=True)
class XlsForm:
    """What a workbook says: `data` as YAML would, and what was left out of it (`unasked`, names of its rows)."""

    data: dict[str, Any]
    unasked: tuple[str, ...]

    def questions(self) -> QuestionSet:
        """The set. Raises `BadSet`."""
        return read(self.data)


def read_xlsform(source: Source) -> XlsForm:
    """Read a workbook. Raises `FileProblem` for what is no workbook, `BadSet` for what is no form we understand."""
    # pyxform brings its own readers of workbooks (0.2 s): only who reads a form pays for them
    from pyxform.errors import PyXFormError
    from pyxform.xls2json import workbook_to_json
    from pyxform.xls2json_backends import DefinitionData

    sheets = _sheets(open_book(source))
    heads = {
        f"{name}_header": [dict.fromkeys(key for row in rows for key in row)] for name, rows in sheets.items()
    }
    try:
        form = workbook_to_json(
            DefinitionData(**sheets, **heads, sheet_names=list(sheets)), form_name="data", warnings=[]
        )
    except PyXFormError as error:
        raise BadSet(str(error)) from error
    return _XlsReader(form).read()


def _sheets(book: Book) -> dict[str, list[dict[str, str]]]:
    result = {}
    for sheet in book.sheets:
        name = sheet.name.strip().lower()
        if name in _SHEETS:
            rows = book.rows(sheet.name)
            head = [str(cell or "").strip() for cell in next(rows).cells]
            result[name] = [dict(_cells(head, row.cells)) for row in rows]
    if "survey" not in result:
        raise BadSet("no sheet «survey»")
    return result


def _cells(head: Sequence[str], cells: Sequence[Any]) -> Iterator[tuple[str, str]]:
    for name, cell in zip(head, cells, strict=False):
        text = str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell or "").strip()
        if name and text:
            yield name, text


class _XlsReader:
    """Goes through a form as pyxform understood it."""

    def __init__(self, form: _Node) -> None:
        self.form = form
        self.unasked: list[str] = []
        self.languages = _languages(form)

    def read(self) -> XlsForm:
        form = self.form
        data = {
            "key": form["id_string"],
            "version": form.get("version") or "1",
            "title": self._words(form.get("title") or form["id_string"]),
            "sections": list(self._sections(form["children"])),
        }
        return XlsForm(data, tuple(self.unasked))

    def _sections(self, nodes: Sequence[_Node]) -> Iterator[dict[str, Any]]:
        """A section a group; questions outside of any stand in sections of their own, in their place."""
        loose: list[_Node] = []
        for node in nodes:
            if node["type"] == "group" and node["name"] == "meta":
                continue
            if node["type"] != "group":
                loose.append(node)
                continue
            yield from self._section("", {}, loose)
            loose = []
            yield from self._section(node["name"], node, node.get("children", ()))
        yield from self._section("", {}, loose)

    def _section(self, key: str, group: _Node, nodes: Sequence[_Node]) -> Iterator[dict[str, Any]]:
        lead = [self._words(node["label"]) for node in nodes if node["type"] == "note"]
        asked = [node for node in nodes if node["type"] != "note"]
        questions = [one for node in asked for one in self._question(node, self._relevant(group))]
        if not questions:
            return
        section: dict[str, Any] = {
            "key": key.lower() or questions[0]["code"],
            "title": self._words(group.get("label") or self.form.get("title") or self.form["id_string"]),
            **self._own(group),
            "questions": questions,
        }
        if lead:
            section["lead"] = {
                language: "\n".join(one[language] for one in lead) for language in ("es", "en")
            }
        yield section

    def _question(self, node: _Node, asked_when: str) -> Iterator[dict[str, Any]]:
        name, kind = str(node["name"]).lower(), str(node["type"])
        if kind in _UNASKED or name.startswith("__"):  # as Kobo writes the form's own version
            self.unasked.append(name)
            return
        refused = next((one for one in _REFUSED if node.get(one)), "")
        own = self._own(node)
        if refused or (kind not in _KINDS and "kind" not in own):
            raise BadSet(f"{self.form['id_string']}: {name}: {refused or kind} is not understood")
        bind = node.get("bind", {})
        question: dict[str, Any] = {"code": name, "kind": _KINDS.get(kind), **self._words(node["label"])}
        if kind in {"select one", "select all that apply"} and "kind" not in own:
            question["choices"] = {one["name"]: self._words(one["label"]) for one in node["choices"]}
        if kind == "text" and "multiline" in str(node.get("control", {}).get("appearance", "")):
            question |= _LONG_TEXT
        question |= {ours: self._words(text) for ours, text in self._texts(node, bind)}
        question |= {
            ours: _lowered(bind[theirs]) for ours, theirs in (("must", "constraint"),) if bind.get(theirs)
        }
        when = " and ".join(f"({one})" for one in (asked_when, self._relevant(node)) if one)
        if when:
            question["when"] = when
        if str(bind.get("required", "")).lower() in {"yes", "true", "true()"}:
            question["required"] = True
        yield question | own

    @staticmethod
    def _texts(node: _Node, bind: _Node) -> Iterator[tuple[str, Any]]:
        for ours, text in (
            ("help", node.get("hint")),
            ("must_words", bind.get("jr:constraintMsg")),
            ("missing", bind.get("jr:requiredMsg")),
        ):
            if text:
                yield ours, text

    @staticmethod
    def _relevant(node: _Node) -> str:
        return _lowered(node.get("bind", {}).get("relevant", ""))

    def _own(self, node: _Node) -> dict[str, Any]:
        """What stands in the columns of ours: words by language, yes and no, numbers, else text."""
        return {name: self._plain(value) for name, value in node.get("ct", {}).items()}

    def _plain(self, value: Any) -> Any:
        if isinstance(value, Mapping):
            return self._words(value)
        if str(value).lower() in {"yes", "no"}:
            return str(value).lower() == "yes"
        return int(value) if re.fullmatch(r"-?\d{1,9}", str(value)) else value

    def _words(self, label: Any) -> dict[str, str]:
        """Spanish and English of a text. Raises `BadSet` when a form of both says it in one only."""
        texts = {}
        for name, text in (label if isinstance(label, Mapping) else {"default": label}).items():
            texts[_language(name)] = str(text).strip()
        if "" in texts:  # without a language: in every one that is not said
            return {language: texts.get(language, texts[""]) for language in ("es", "en")}
        if len(self.languages) < 2 and texts:
            return dict.fromkeys(("es", "en"), next(iter(texts.values())))
        return texts


def _languages(form: _Node) -> set[str]:
    """The languages among ours in which anything of the form is said."""
    result: set[str] = set()
    for node in _every_node(form):
        if isinstance(node.get("label"), Mapping):
            result |= {_language(name) for name in node["label"]}
    return result & {"es", "en"}


def _every_node(node: _Node) -> Iterator[_Node]:
    yield node
    for one in node.get("children", ()):
        yield from _every_node(one)


def _language(name: str) -> str:
    """es or en from «Español (es)» or «English»; "" for a column without a language. Any other as it stands."""
    code = re.search(r"\(([a-z]{2})(?:[-_][A-Za-z]+)?\)\s*$", name)
    return code[1] if code else _NAMES.get(name.strip().lower(), name)


def _lowered(condition: str) -> str:
    """A condition with the names of questions in small letters, as their codes are."""
    return re.sub(r"\$\{\s*([^}]*?)\s*\}", lambda result: "${" + result[1].lower() + "}", condition)
