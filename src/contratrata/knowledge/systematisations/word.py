"""A systematisation as a Word document to work with: headings, a table, quotations, in the library's own styles."""

import io
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from .published import Document, Spoken

_BLUE, _SOFT = (0x12, 0x3B, 0x5D), (0x4B, 0x5A, 0x68)
_STYLES = {"text": "Normal", "points": "List Bullet", "steps": "List Number"}


def word(document: Document) -> bytes:
    """The document as .docx in the active language."""
    import docx  # loaded where one is made

    paper = docx.Document()
    _look(paper, document)
    paper.add_paragraph(document.series, "Subtitle")
    paper.add_paragraph(document.text("name"), "Title")
    for line in filter(None, (document.text("subtitle"), document.text("period"))):
        paper.add_paragraph(line, "Subtitle")
    if document.published_on is None:
        _strong(paper, _("Borrador de trabajo: no se cita ni se difunde."))
    _summary(paper, document)
    _sessions(paper, document)
    _experiences(paper, document)
    _lessons(paper, document)
    _recommendations(paper, document)
    if document.messages:
        paper.add_heading(_("Mensajes clave"), 1)
        for one in document.messages:
            paper.add_paragraph(one["message"], "Intense Quote")
            _lines(paper, one["audience"], one["channel"])
    if document.agreements or document.agreed:
        paper.add_heading(_("Acuerdos"), 1)
        for one in document.agreements:
            _named(paper, one["agreement"], one["parties"], style="List Bullet")
    if document.agreed:
        paper.add_heading(_("En las mesas"), 2)
        for words in document.agreed:
            paper.add_paragraph(words, "List Bullet")
    _end(paper, document)
    out = io.BytesIO()
    paper.save(out)
    return out.getvalue()


def _look(paper: Any, document: Document) -> None:
    """Our colours on the library's styles; title and language for who hears it."""
    from docx.oxml.ns import qn
    from docx.shared import RGBColor

    for name in ("Title", "Heading 1", "Heading 2", "Intense Quote"):
        paper.styles[name].font.color.rgb = RGBColor(*_BLUE)
    paper.styles["Subtitle"].font.color.rgb = RGBColor(*_SOFT)
    language = {"en": "en-GB"}.get((get_language() or "es")[:2], "es-419")
    for lang in paper.styles.element.iter(qn("w:lang")):
        lang.set(qn("w:val"), language)
    properties = paper.core_properties
    properties.title, properties.author, properties.language = (
        str(document.text("name")),
        "ContraTrata",
        language,
    )
    properties.subject, properties.comments = document.series, ""


def _summary(paper: Any, document: Document) -> None:
    paper.add_heading(_("En una página"), 1)
    _strong(paper, document.summary["lead"])
    for kind, lines in document.paragraphs:
        for line in lines if kind != "text" else ["\n".join(lines)]:
            paper.add_paragraph(line, _STYLES[kind])
    for number, words in document.figures:
        _named(paper, number, words, style="List Bullet")
    for title, words in document.glance:
        _named(paper, f"{title}:", words)


def _sessions(paper: Any, document: Document) -> None:
    if document.sessions:
        paper.add_heading(_("Sesiones"), 1)
        for one in document.sessions:
            paper.add_heading(one.title, 2)
            _lines(paper, one.words, _("Quedó pendiente: %s") % one.teaser if one.teaser else "")


def _experiences(paper: Any, document: Document) -> None:
    if document.experiences:
        paper.add_heading(_("Experiencias presentadas"), 1)
        for one in document.experiences:
            paper.add_heading(one["name"], 2)
            _lines(paper, one["country"], one["summary"])


def _lessons(paper: Any, document: Document) -> None:
    if document.lessons:
        paper.add_heading(_("Lecciones aprendidas"), 1)
        for n, one in enumerate(document.lessons, 1):
            paper.add_heading(f"{n}. {one['lesson']}", 2)
            _lines(paper, one["why"])
            _named(paper, f"{_('Cómo lo sabemos')}:", one["evidence"])


def _recommendations(paper: Any, document: Document) -> None:
    if not document.recommendations:
        return
    from docx.oxml import OxmlElement

    paper.add_heading(_("Recomendaciones"), 1)
    heads = (_("Qué hacer"), _("A quién"), _("Para cuándo"), _("Prioridad"))
    table = paper.add_table(rows=1, cols=len(heads), style="Light Grid Accent 1")
    for cell, words in zip(table.rows[0].cells, heads, strict=True):
        cell.text = words
    table.rows[0]._tr.get_or_add_trPr().append(
        OxmlElement("w:tblHeader")
    )  # read out as the head, on every page
    for one in document.recommendations:
        row = (one["action"], one["whom"], one["due"], one["priority"])
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text


def _end(paper: Any, document: Document) -> None:
    paper.add_heading(_("Créditos"), 1)
    source = f"{_('Documento de origen')}: {document.text('source')}" if document.text("source") else ""
    address = document.address
    _lines(paper, *document.values["credits"], document.validation, source, document.cite, address,
           document.text("notice"))  # fmt: skip


def _lines(paper: Any, *lines: str) -> None:
    for line in lines:
        if line:
            paper.add_paragraph(line)


def _strong(paper: Any, words: str) -> None:
    if words:
        paper.add_paragraph().add_run(words).bold = True


def _named(paper: Any, name: str, words: str | Spoken, *, style: str = "Normal") -> None:
    paragraph = paper.add_paragraph(style=style)
    paragraph.add_run(str(name)).bold = True
    if words:
        paragraph.add_run(f" {words}")
