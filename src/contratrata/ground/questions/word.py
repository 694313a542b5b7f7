"""A set of questions as a Word form: blank or filled in, with the guiding question beside each; and read again.

Every answer stands in a content control whose tag is its code, in a table that shows the code too: whatever a word
processor keeps of these, `read_word` finds the answer by.
"""

import dataclasses
import functools
import io
import json
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from contratrata.ground.base.errors import DomainError
from contratrata.ground.base.translated import Translated, language_name
from contratrata.ground.kinds.public import Fact, TranslatedText, Unreadable, Values

from . import word_child
from .sets import QuestionSet
from .word_words import NOTES, OTHER, REFUSALS

#: The content control with what the form is of: its set, its version, the thing, and the thing's version.
MARK = "ct.mark"
_PATIENCE = 60.0
_NUMBER = re.compile(r"[0-9]{1,9}")
TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclasses.dataclass(frozen=True, slots=True)
class Answers:
    """What a Word form says. `values`: what was understood. `empty`: titles of fields that stand blank.

    `unread`: title, text and why of each field that was not understood. `rest`: what belongs to no field. `notes`:
    what else is to be known, in words. `of`, `version`: the thing it was made of ("" and 0: of none).
    """

    values: Values
    empty: tuple[str, ...]
    unread: tuple[tuple[str, str, str], ...]
    rest: tuple[str, ...]
    notes: tuple[str, ...]
    of: str = ""
    version: int = 0


def word_form(
    questions: QuestionSet, values: Values | None = None, *, of: str = "", version: int = 0
) -> bytes:
    """The form as .docx in the active language; without `values`, blank. `of`: the id of the thing they are of."""
    from docxtpl import DocxTemplate  # loaded where a form is made

    template = DocxTemplate(io.BytesIO(_blank()))
    shown = {
        "title": questions.words["word"].here() if "word" in questions.words else questions.title.here(),
        "lead": [_("Escriba en las casillas de la derecha. Lo que deje vacío se queda como está."),
                 _("No escriba nombres de personas ni direcciones de albergues.")],
        "sections": [
            {"title": section.title.here(),
             "fields": [_field(fact, values or {}) for fact in section.facts if _asked(fact)]}
            for section in questions.sections
        ],
        "placeholder": _("Escriba aquí"),
        "keep": _("No borre esta línea:"),
        "mark": f"{questions.key} {questions.version} {of or '-'} {version}",
    }  # fmt: skip
    template.render(shown, autoescape=True)
    out = io.BytesIO()
    template.save(out)
    return out.getvalue()


def read_word(questions: QuestionSet, content: bytes) -> Answers:
    """What a Word form says, opened in a process with limits. Raises `DomainError` (field `file`) in words."""
    sentence = _opened(questions, content)
    fields: dict[str, str] = sentence["fields"]
    mark = fields.pop(MARK, "").split()
    values: dict[str, Any] = {}
    empty: list[str] = []
    unread: list[tuple[str, str, str]] = []
    for fact in questions.facts:
        texts = {code: fields[code] for code in _codes(fact) if code in fields}
        if not texts:
            continue
        if not any(text.strip() for text in texts.values()):
            empty.append(fact.title)
            continue
        try:
            values[fact.name] = _read(fact, texts)
        except Unreadable as error:
            unread.append((fact.title, "\n".join(texts.values()), str(error.words)))
    notes = [str(NOTES[code]) for code in sentence["notes"]]
    whole = len(mark) == 4 and mark[0] == questions.key
    if whole and mark[1] != questions.version:
        notes.append(_("El formulario es de una versión anterior: revise que no falte nada."))
    return Answers(
        values,
        tuple(empty),
        tuple(unread),
        tuple(sentence["rest"]),
        tuple(notes),
        of=mark[2] if whole and mark[2] != "-" else "",
        version=int(mark[3]) if whole and _NUMBER.fullmatch(mark[3]) else 0,
    )


def _opened(questions: QuestionSet, content: bytes) -> dict[str, Any]:
    request = {
        "known": [MARK, *(code for fact in questions.facts for code in _codes(fact))],
        **_own(questions),
    }
    try:
        done = subprocess.run(
            [sys.executable, "-I", word_child.__file__],
            input=json.dumps(request).encode() + b"\n" + content[: word_child.MOST_BYTES + 1],
            capture_output=True, cwd="/", env={}, timeout=_PATIENCE, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise DomainError(str(REFUSALS["much"]), field="file") from None
    # It was ended, or the file brought the library down.
    fault = {"refused": "much" if done.returncode < 0 else "damaged"}
    words: dict[str, Any] = json.loads(done.stdout) if done.stdout else fault
    if "refused" in words:
        raise DomainError(str(REFUSALS.get(words["refused"], OTHER)), field="file")
    if not words["fields"]:
        raise DomainError(str(OTHER), field="file")
    return words


def _own(questions: QuestionSet) -> dict[str, Any]:
    """What the form itself says, in every language: labels by their codes, and words that are nobody's answer."""
    labels: dict[str, list[str]] = {}
    languages: dict[str, str] = {}
    own: set[str] = set()
    keep: set[str] = set()
    for code, _name in settings.LANGUAGES:
        with override(code):
            for section in questions.sections:
                own.add(word_child.squeezed(section.title.here()))
                for fact in section.facts:
                    labels.setdefault(word_child.squeezed(_label(fact)), _codes(fact))
                    labels.setdefault(word_child.squeezed(fact.title), _codes(fact))
                    own |= {word_child.squeezed(line) for line in _help(fact)}
            own |= {word_child.squeezed(words) for words in (
                str(questions.title), str(questions.words.get("word", "")), _("Escriba aquí"), _("Su respuesta"),
                _("Escriba en las casillas de la derecha. Lo que deje vacío se queda como está."),
                _("No escriba nombres de personas ni direcciones de albergues."),
            )}  # fmt: skip
            keep.add(word_child.squeezed(_("No borre esta línea:")))
            for language, _known in settings.LANGUAGES:
                languages[word_child.squeezed(language_name(language))] = f".{language}"
    return {"labels": labels, "languages": languages, "own": sorted(own - {""}), "keep": sorted(keep)}


def _asked(fact: Fact) -> bool:
    """Whether a text can hold it: a file cannot."""
    return bool(fact.kind.headings(fact))


def _codes(fact: Fact) -> list[str]:
    if not _asked(fact):
        return []
    if isinstance(fact.kind, TranslatedText):
        return [f"{fact.name}.{language}" for language, _name in settings.LANGUAGES]
    return [fact.name]


def _label(fact: Fact) -> str:
    return f"{fact.label} *" if fact.required else str(fact.label)


def _help(fact: Fact) -> list[str]:
    """The guiding question with its example, and what may be chosen."""
    options = [words for _code, words in fact.kind.options()]
    offered = _("Opciones: %s.") % "; ".join(options) if options and len(options) < 20 else ""
    return [line for line in (str(fact.help), offered) if line]


def _field(fact: Fact, values: Values) -> dict[str, Any]:
    value = values.get(fact.name, fact.kind.empty)
    boxes = []
    for code in _codes(fact):
        if isinstance(fact.kind, TranslatedText):
            language = code.rpartition(".")[2]
            text, side = value.text(language), language_name(language)
        else:
            language, side = get_language() or settings.LANGUAGE_CODE, _("Su respuesta")
            text = "" if fact.kind.is_empty(value) else str(fact.kind.cell(value) or "")
        height = 1_100 if getattr(fact.kind, "rows", 0) else 420
        lines = text.split("\n") if text else []
        boxes.append({"code": code, "side": side, "lines": lines, "lang": language, "height": height})
    return {"label": _label(fact), "help": _help(fact), "boxes": boxes}


def _read(fact: Fact, texts: Mapping[str, str]) -> Any:
    """The value of a field, its words in whatever language of the product. Raises `Unreadable`."""
    if isinstance(fact.kind, TranslatedText):
        lines = bool(fact.kind.rows)
        sentence = {
            code.rpartition(".")[2]: text if lines else " ".join(text.split()) for code, text in texts.items()
        }
        return Translated.of({language: text for language, text in sentence.items() if text.strip()})
    (text,) = texts.values()
    languages = dict.fromkeys([get_language() or settings.LANGUAGE_CODE, *dict(settings.LANGUAGES)])
    problem: Unreadable | None = None
    for language in languages:
        with override(language):
            try:
                return fact.kind.read(text.strip())
            except Unreadable as error:
                problem = problem or error
    raise problem or Unreadable(_("No se entiende."))


@functools.cache
def _blank() -> bytes:
    """The form with the places of its words, to be filled by `docxtpl`: the library's styles, in our colours."""
    import docx
    from docx.oxml import parse_xml
    from docx.shared import Pt, RGBColor

    document = docx.Document()
    blue, soft = RGBColor(0x12, 0x3B, 0x5D), RGBColor(0x4B, 0x5A, 0x68)
    styles = document.styles
    looks = (("Title", 24, blue, 6), ("Heading 1", 17, blue, 4), ("Heading 2", 12, blue, 2))
    for name, size, colour, after in looks:
        style = styles[name]
        style.font.size, style.font.color.rgb, style.font.name = Pt(size), colour, "Calibri"
        style.paragraph_format.space_after, style.paragraph_format.keep_with_next = Pt(after), True
    styles["Normal"].font.name, styles["Normal"].font.size = "Calibri", Pt(11)
    styles["Normal"].paragraph_format.space_after = Pt(2)
    for name, size in (("Help", 10), ("Side", 10), ("Code", 7), ("Blank", 11)):
        style = styles.add_style(name, 1)
        style.base_style, style.font.size, style.font.color.rgb = styles["Normal"], Pt(size), soft
        style.font.italic = name == "Blank"
        style.paragraph_format.keep_with_next = name == "Help"
    form = parse_xml(Path(__file__).with_name("word_form.xml").read_bytes())
    body = document.element.body
    last = body.sectPr
    for one in list(body):
        if one is not last:
            body.remove(one)
    body.text = form.text
    for one in list(form):
        last.addprevious(one)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()
