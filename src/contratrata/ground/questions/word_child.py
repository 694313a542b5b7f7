"""Reads a Word form in a process of its own that may do nothing else: `python -I word_child.py < request`.

The request is one line of JSON, `{"known": […], "labels": {text: [codes]}, "languages": {text: ending}, "own": […],
"keep": […]}`, and the file behind it. The answer: `{"fields": {code: text}, "rest": [texts], "notes": [codes]}`, or
`{"refused": code}`. A field is known by the tag of its content control; where those were lost, by the code that stands
in the table beside it; where that was lost too, by its label. What belongs to no field is `rest`: no text is dropped.

No macro is looked at, nothing is fetched, no file is opened: memory and processor time are limited.
"""

import io
import json
import re
import sys
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

if __name__ == "__main__":
    sys.path.append(str(Path(__file__).resolve().parents[3]))

from contratrata.ground.base.shut import shut

MOST_BYTES = 10 << 20
#: The most memory and processor seconds it gets.
MEMORY, SECONDS = 1 << 30, 20
_MOST_UNPACKED, _MOST_RATIO, _MOST_MEMBERS, _MOST_TEXT = 60 << 20, 200, 2_000, 400_000
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_CODE = re.compile(r"\[([a-z0-9_.]+)\]")
_GONE = {f"{_W}del", f"{_W}moveFrom"}
_SIGNS = {f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}tab": " ", f"{_W}noBreakHyphen": "-"}
_PICTURES = {f"{_W}drawing", f"{_W}pict", f"{_W}object"}
_SILENT = {f"{_W}instrText", f"{_W}delText", f"{_W}pPr", f"{_W}rPr", f"{_W}sdtPr"}
_NOTED = {f"{_W}commentReference": "comments", f"{_W}footnoteReference": "footnotes",
          f"{_W}endnoteReference": "footnotes", f"{_W}ins": "tracked", f"{_W}moveTo": "tracked"}  # fmt: skip


class Refused(Exception):
    """The file is not read: a code the other side has words for."""


def main() -> None:
    """Read standard input, write the answer."""
    line, _end, data = sys.stdin.buffer.read(MOST_BYTES + (1 << 20)).partition(b"\n")
    request = json.loads(line)
    import docx

    docx.Document(io.BytesIO(_empty(docx)))  # every module that reading needs, before files are shut
    shut(request.get("memory", MEMORY), request.get("seconds", SECONDS))
    try:
        _check(data)
        document = docx.Document(io.BytesIO(data))
        answer = Reader(document.part, request).read(document.element.body)
    except Refused as refused:
        answer = {"refused": str(refused)}
    except MemoryError:
        answer = {"refused": "much"}
    sys.stdout.write(json.dumps(answer))
    sys.stdout.flush()


def _empty(docx: Any) -> bytes:
    out = io.BytesIO()
    docx.Document().save(out)
    return out.getvalue()


def _check(data: bytes) -> None:
    """A Word document of today, without macros, that unpacks to no more than is read. Raises `Refused`."""
    if not data:
        raise Refused("empty")
    if len(data) > MOST_BYTES:
        raise Refused("heavy")
    if data.startswith(_OLD):
        raise Refused("password" if _ENCRYPTED in data else "old")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError):
        raise Refused("other") from None
    names = {one.filename.lower() for one in members}
    if any(name.endswith(("vbaproject.bin", "vbadata.xml")) or "/activex/" in name for name in names):
        raise Refused("macros")
    if "word/document.xml" not in names:
        raise Refused("other")
    steep = any(
        one.file_size > 1 << 20 and one.file_size > _MOST_RATIO * max(1, one.compress_size) for one in members
    )
    if steep or sum(one.file_size for one in members) > _MOST_UNPACKED or len(members) > _MOST_MEMBERS:
        raise Refused("bomb")


class Reader:
    """Walks a document from its beginning and puts each line where it belongs."""

    def __init__(self, part: Any, request: dict[str, Any]) -> None:
        self.part = part
        self.known: set[str] = set(request["known"])
        self.labels: dict[str, list[str]] = request["labels"]
        self.languages: dict[str, str] = request["languages"]
        self.own: set[str] = set(request["own"])
        self.keep: tuple[str, ...] = tuple(request["keep"])
        self.fields: dict[str, list[str]] = {}
        self.marked: set[str] = set()
        self.rest: list[str] = []
        self.notes: set[str] = set()
        self.label: list[str] = []
        self.code = ""
        self.size = 0
        self.counted: dict[str, int] = {}

    def read(self, body: Any) -> dict[str, Any]:
        """What the document says."""
        self.block(body)
        fields = {code: "\n".join(lines).strip("\n") for code, lines in self.fields.items()}
        rest = [line for line in self.rest if line.strip()]
        return {"fields": fields, "rest": rest, "notes": sorted(self.notes)}

    def block(self, parent: Any) -> None:
        """The paragraphs, tables and controls of a part of the document."""
        for one in parent:
            if one.tag == f"{_W}sdt":
                self.control(one)
            elif one.tag == f"{_W}tbl":
                self.table(one)
            elif one.tag == f"{_W}p":
                self.paragraph(one)
            elif one.tag in _GONE:
                self.notes.add("tracked")
            elif one.tag not in _SILENT and isinstance(one.tag, str):
                self.block(one)

    def control(self, one: Any) -> None:
        """A content control: a field, or something around others."""
        tag = one.find(f"{_W}sdtPr/{_W}tag")
        code = "" if tag is None else str(tag.get(f"{_W}val", ""))
        content = one.find(f"{_W}sdtContent")
        if content is None:
            return
        if code not in self.known:
            self.block(content)
        elif one.find(f"{_W}sdtPr/{_W}showingPlcHdr") is not None:
            self.put(code, [])
        else:
            inside = content.find(f".//{_W}p") is not None
            self.put(code, self.lines(content) if inside else "".join(self.pieces(content)).split("\n"))
        self.code = ""

    def put(self, code: str, lines: list[str]) -> None:
        """A field that is marked; one that comes twice is asked about, not joined."""
        if code in self.marked and any(line.strip() for line in lines):
            if lines != self.fields[code] and any(line.strip() for line in self.fields[code]):
                self.notes.add("twice")
                self.rest += lines
                return
            self.fields[code] = lines
        self.marked.add(code)
        self.fields.setdefault(code, lines)

    def table(self, one: Any) -> None:
        """A table of ours, or one that somebody put in."""
        for row in one.iter(f"{_W}tr"):
            if any(above is not one and above.tag == f"{_W}tbl" for above in _above(row, one)):
                continue  # of a table within this one
            cells = [each for each in row.iter(f"{_W}tc") if _nearest(each, f"{_W}tr") is row]
            words = [self.lines(cell) for cell in cells]
            match = _CODE.search(" ".join(words[0])) if words else None
            if any(str(tag.get(f"{_W}val")) in self.known for tag in row.iter(f"{_W}tag")):
                for cell in cells[0 if match is None else 1 :]:
                    self.block(cell)
            elif match and match[1] in self.known:
                self.put(match[1], [line for cell in words[1:] for line in cell])
            else:
                self.notes.add("tables")
                sentences = [" ".join(line for line in cell if line.strip()) for cell in words]
                self.loose(" | ".join(cell for cell in sentences if cell))

    def paragraph(self, one: Any) -> None:
        """A paragraph between the fields: of the form itself, or typed where a field was."""
        controls = [each for each in one.iter(f"{_W}sdt") if self._is_known(each)]
        for each in controls:
            self.control(each)
        if not controls:
            for line in self.lines_of(one):
                self.loose(line)

    def _is_known(self, control: Any) -> bool:
        tag = control.find(f"{_W}sdtPr/{_W}tag")
        return tag is not None and str(tag.get(f"{_W}val", "")) in self.known

    def loose(self, line: str) -> None:
        """A line outside of every marked field."""
        plain = squeezed(line)
        code = _CODE.search(line)
        if plain.startswith(self.keep):  # the last line of the form, whose control was lost
            self.put("ct.mark", [line.partition(":")[2].strip()])
            self.label, self.code = [], ""
        elif plain in self.labels:
            self.label = self.labels[plain]
            self.code = self.label[0] if not set(self.label) & self.marked else ""
        elif code and code[1] in self.known and len(line) < 120:
            self.code = code[1] if code[1] not in self.marked else ""
        elif plain in self.languages and self.label:
            ending = self.languages[plain]
            self.code = next(
                (one for one in self.label if one.endswith(ending) and one not in self.marked), ""
            )
        elif plain in self.own or not plain:
            if not plain and self.code in self.fields:
                self.fields[self.code].append("")
        elif self.code and self.code not in self.marked:
            self.fields.setdefault(self.code, []).append(line)
        else:
            self.rest.append(line)

    def lines(self, parent: Any) -> list[str]:
        """Every line of a part of the document."""
        result: list[str] = []
        for paragraph in parent.iter(f"{_W}p"):
            if not any(above.tag in _GONE or above.tag == f"{_W}p" for above in _above(paragraph, parent)):
                result += self.lines_of(paragraph)
        while result and not result[-1].strip():
            result.pop()
        return result

    def lines_of(self, paragraph: Any) -> list[str]:
        """A paragraph, a mark of its list before it; its line breaks are lines."""
        text = "".join(self.pieces(paragraph))
        self.size += len(text)
        if self.size > _MOST_TEXT:
            raise Refused("much")
        mark = self.mark_of(paragraph) if text.strip() else ""
        return [f"{mark}{line}" if n == 0 else line for n, line in enumerate(text.split("\n"))]

    def pieces(self, parent: Any) -> Iterator[str]:
        """The letters that stand: what was inserted, without what was taken out."""
        for one in parent:
            tag = one.tag
            if tag in _GONE:
                self.notes.add("tracked")
            elif tag == f"{_W}t":
                yield one.text or ""
            elif tag in _SIGNS:
                yield _SIGNS[tag]
            elif tag == f"{_W}hyperlink":
                yield self.linked(one)
            elif tag in _PICTURES:
                self.notes.add("pictures")
                for box in one.iter(f"{_W}txbxContent"):
                    if not any("Fallback" in str(above.tag) for above in _above(box, one)):
                        self.rest += self.lines(box)
            elif tag not in _SILENT and isinstance(tag, str) and not tag.endswith("}Fallback"):
                if tag in _NOTED:
                    self.notes.add(_NOTED[tag])
                yield from self.pieces(one)

    def linked(self, one: Any) -> str:
        """A link as it is typed here: `[words](https://…)`."""
        words = "".join(self.pieces(one))
        relation = self.part.rels.get(one.get(f"{_R}id", ""))
        target = str(relation.target_ref) if relation is not None and relation.is_external else ""
        if not target.startswith(("https://", "http://")) or not words.strip():
            return words
        return words if words.strip().rstrip("/") == target.rstrip("/") else f"[{words.strip()}]({target})"

    def mark_of(self, paragraph: Any) -> str:
        """What a list of Word puts before a paragraph, as it is typed here."""
        style = paragraph.find(f"{_W}pPr/{_W}pStyle")
        name = str(style.get(f"{_W}val", "")).lower() if style is not None else ""
        number = paragraph.find(f"{_W}pPr/{_W}numPr/{_W}numId")
        key = str(number.get(f"{_W}val", "0")) if number is not None else ""
        if key == "0" or (not key and not re.search("bullet|viñeta|number|númer|numer", name)):
            return ""
        if self._format(key) == "bullet" if key else re.search("bullet|viñeta", name):
            return "- "
        self.counted[key] = self.counted.get(key, 0) + 1
        return f"{self.counted[key]}. "

    def _format(self, key: str) -> str:
        """How Word numbers a list: `bullet`, `decimal` …"""
        try:
            numbering = self.part.numbering_part.element
        except (KeyError, NotImplementedError):
            return "bullet"
        for one in numbering.iter(f"{_W}num"):
            if one.get(f"{_W}numId") == key:
                of = one.find(f"{_W}abstractNumId")
                for abstract in numbering.iter(f"{_W}abstractNum"):
                    if of is not None and abstract.get(f"{_W}abstractNumId") == of.get(f"{_W}val"):
                        result = abstract.find(f"{_W}lvl/{_W}numFmt")
                        return str(result.get(f"{_W}val")) if result is not None else "bullet"
        return "bullet"


def _above(one: Any, until: Any) -> Iterator[Any]:
    """The elements around one, from the inside, as far as `until` (without it)."""
    above = one.getparent()
    while above is not None and above is not until:
        yield above
        above = above.getparent()


def _nearest(one: Any, tag: str) -> Any:
    return next((above for above in one.iterancestors() if above.tag == tag), None)


def squeezed(text: str) -> str:
    """A text as it is compared: its letters and digits, small."""
    return "".join(letter for letter in text.casefold() if letter.isalnum())


if __name__ == "__main__":
    main()
