"""A PDF that acts, holds files or cannot be looked into is refused, however that is written; an honest one is not."""

import io
import zlib

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

from contratrata.ground.files.pdfs import refuse_hostile
from contratrata.ground.files.problems import FileRefused
from contratrata.ground.paper.public import Text, document


def plain() -> bytes:
    return document("Título", [Text("Cuerpo")], language="es")


def made(change: str) -> bytes:
    writer = PdfWriter()
    writer.append(PdfReader(io.BytesIO(plain())))
    if change == "script":
        action = {
            NameObject("/S"): NameObject("/JavaScript"),
            NameObject("/JS"): TextStringObject("app.alert(1)"),
        }
        writer.root_object[NameObject("/OpenAction")] = DictionaryObject(action)
    elif change == "attachment":
        writer.add_attachment("a.exe", b"MZ")
    elif change == "secret":
        writer.encrypt("x", algorithm="AES-256")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def packed(action: bytes, filters: bytes = b"/FlateDecode") -> bytes:
    """A PDF whose hostile object stands in a stream of objects."""
    stream = zlib.compress(b"5 0 " + b" " * 100_000 + b"<</S " + action + b">>")
    return (
        b"%PDF-1.7\n1 0 obj<</Type/ObjStm/N 1/First 4/Filter " + filters + b"/Length %d>>stream\n" % len(stream)
        + stream + b"\nendstream endobj\n%%EOF"
    )  # fmt: skip


@pytest.mark.parametrize("change", ["script", "attachment", "secret"])
def test_what_acts_or_is_shut_is_refused(change: str) -> None:
    with pytest.raises(FileRefused) as refused:
        refuse_hostile(made(change))
    assert ("contraseña" if change == "secret" else "programas") in refused.value.message


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-1.4\n1 0 obj<</S/JavaScript/JS(x)>>endobj",
        b"%PDF-1.4\n1 0 obj<</S/J#61va#53cript/JS(x)>>endobj",
        b"%PDF-1.4\n1 0 obj<</S/#4caunch/F(cmd.exe)>>endobj",
        packed(b"/JavaScript"),
        packed(b"/L#61unch"),
        packed(b"/Nothing", b"[/ASCII85Decode/FlateDecode]"),
    ],
)
def test_however_it_is_written(content: bytes) -> None:
    with pytest.raises(FileRefused):
        refuse_hostile(content)


def test_a_bomb_of_streams_is_refused() -> None:
    packing = zlib.compressobj(9)
    one = b"".join([*(packing.compress(b"\0" * (1 << 20)) for _ in range(260)), packing.flush()])
    with pytest.raises(FileRefused):
        refuse_hostile(b"%PDF-1.4\n1 0 obj<</Filter/FlateDecode>>stream\n" + one + b"\nendstream")


@pytest.mark.parametrize("content", [plain, lambda: made(""), lambda: packed(b"/GoTo")])
def test_an_honest_one_is_taken(content: "object") -> None:
    refuse_hostile(content())  # type: ignore[operator]
