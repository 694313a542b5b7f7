"""What a file is, is told by its content; pictures are drawn anew; hostile ones are refused in words."""

import errno
import io
import random
import resource
import struct
import subprocess
import sys
import zipfile
import zlib
from pathlib import Path

import pytest
from PIL import Image
from PIL.ExifTags import Base

from contratrata.ground.files import kinds
from contratrata.ground.files.problems import FileRefused

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF"


def picture(kind: str = "JPEG", size: tuple[int, int] = (800, 600), *, place: bool = False) -> bytes:
    """A picture, with the place where it was taken if wished."""
    out = io.BytesIO()
    image = Image.new("RGB", size, "navy")
    exif = Image.Exif()
    if place:
        exif[Base.Make] = "Teléfono de Dunia"
        exif.get_ifd(0x8825)[2] = (14.0, 38.0, 12.0)  # latitude
    image.save(out, kind, exif=exif) if kind != "GIF" else image.save(out, kind)
    return out.getvalue()


def office(*members: tuple[str, bytes], content_types: bool = True) -> bytes:
    """A zipped document."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        if content_types:
            archive.writestr("[Content_Types].xml", "<Types/>")
        for name, content in members:
            archive.writestr(name, content)
    return out.getvalue()


DOCX = office(("word/document.xml", b"<document/>"))


def opendocument(kind: str) -> bytes:
    """An OpenDocument file of a kind."""
    return office(("mimetype", kinds.TYPES[kind].encode()), ("content.xml", b"<x/>"), content_types=False)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (PDF, "pdf"),
        (DOCX, "docx"),
        (office(("xl/workbook.xml", b"<workbook/>")), "xlsx"),
        (opendocument("odt"), "odt"),
        (opendocument("ods"), "ods"),
        ("Nombre;Teléfono\nCasa Luna;1455\n".encode(), "csv"),
        ("Contó que llegó de noche.".encode("cp1252"), "txt"),
        (b"ID3\x04\x00\x00\x00\x00\x00\x00" + b"\xff\xfb\x90\x64" + b"\x00" * 400, "mp3"),
        (b"\x00\x00\x00\x20ftypM4A \x00\x00\x00\x00M4A mp42isom" + b"\x00" * 100, "m4a"),
        (b"RIFF\x24\x00\x00\x00WAVEfmt " + b"\x00" * 40, "wav"),
        (picture("PNG"), "png"),
        (picture("WEBP"), "png"),
        (picture("GIF"), "png"),
        (picture("JPEG"), "jpg"),
    ],
)
def test_a_file_is_what_its_content_is(content: bytes, kind: str) -> None:
    assert kinds.checked(content).kind == kind


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "vacío"),
        (b"MZ\x90\x00\x03" + b"\x00" * 200, "no se admite"),
        (b"\x7fELF\x02\x01\x01" + b"\x00" * 200, "no se admite"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "no se admite"),
        (b"<!DOCTYPE html><script>alert(1)</script>", "no se admite"),
        (b"Hola\n<iframe src=x>", "no se admite"),
        (b"\xef\xbb\xbf  <?xml version='1.0'?><x/>", "no se admite"),
        (b"PK\x03\x04 cut off", "dañado"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "dañado"),
        (picture()[:300], "dañado"),
        (office(("a.txt", b"x")), "no se admite"),
        (office(("word/document.xml", b"x"), ("word/vbaProject.bin", b"x")), "macros"),
        (office(("word/document.xml", b"x"), ("word/media/a", b"\0" * (40 << 20))), "comprime"),
        (b"MZ" + b"\x00" * 100 + DOCX, "no se admite"),
        (b"PK\x03\x04" + b"<script>" * 10 + DOCX, "no se admite"),
        (b"\x00\x00\x00\x18ftypmp42" + b"\x00" * 100, "no se admite"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "no se admite"),
    ],
)
def test_what_is_hostile_or_of_no_use_is_refused_in_words(content: bytes, words: str) -> None:
    with pytest.raises(FileRefused, match=words) as caught:
        kinds.checked(content)
    assert caught.value.field == "file"


def test_a_picture_forgets_where_and_by_what_it_was_taken() -> None:
    taken = picture(place=True)
    with Image.open(io.BytesIO(taken)) as before:
        assert before.getexif().get_ifd(0x8825)
    stored = kinds.checked(taken)
    for content in (stored.content, stored.thumbnail):
        with Image.open(io.BytesIO(content)) as after:
            assert not dict(after.getexif())
            assert "exif" not in after.info
        assert b"Dunia" not in content
    with Image.open(io.BytesIO(stored.thumbnail)) as thumbnail:
        assert max(thumbnail.size) == 320


def test_a_passenger_behind_a_picture_stays_behind() -> None:
    for kind in ("JPEG", "PNG"):
        polyglot = picture(kind) + b"<script>alert(1)</script>" + DOCX
        stored = kinds.checked(polyglot)
        assert b"<script>" not in stored.content
        assert not zipfile.is_zipfile(io.BytesIO(stored.content))


def test_a_picture_of_too_many_points_is_not_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kinds, "_MOST_PIXELS", 99 * 100)
    assert kinds.checked(picture(size=(99, 100))).kind == "jpg"
    with pytest.raises(FileRefused, match="demasiado grande"):
        kinds.checked(picture(size=(100, 100)))


def png_of(width: int, height: int) -> bytes:
    """A PNG that says it has so many points and holds them all, in a few bytes."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    packed = zlib.compressobj(9)
    lines = b"".join(packed.compress(bytes(width + 1)) for _ in range(height)) + packed.flush()
    about = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", about) + chunk(b"IDAT", lines) + chunk(b"IEND", b"")


def test_a_bomb_is_refused_and_does_not_reach_this_process() -> None:
    bomb = png_of(14_000, 14_000)
    assert len(bomb) < 1 << 20
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(FileRefused, match="demasiado grande"):
        kinds.checked(bomb)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100 << 10  # kB


def test_what_needs_too_much_memory_is_refused_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    real = kinds.json.dumps
    monkeypatch.setattr(kinds.json, "dumps", lambda options: real(options | {"memory": 192 << 20}))
    with pytest.raises(FileRefused, match="demasiado grande"):
        kinds.checked(png_of(7_000, 7_000))


def test_a_picture_is_drawn_by_a_process_that_may_open_nothing() -> None:
    act = "open('/etc/passwd')"
    script = (
        f"import runpy; c = runpy.run_path({kinds._PAINTER!r}); c['shut'](1 << 30, 9)\n"
        f"try: {act}\nexcept OSError as e: print(e.errno)"
    )
    done = subprocess.run([sys.executable, "-I", "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == str(errno.EMFILE)


@pytest.mark.proof
def test_a_damaged_picture_is_drawn_or_refused_never_a_fault() -> None:
    chance = random.Random(5)
    outcomes = {"drawn": 0, "refused": 0}
    for _ in range(100):
        damaged = bytearray(picture(chance.choice(["JPEG", "PNG", "WEBP", "GIF"]), (60, 40)))
        for _ in range(chance.randrange(1, 8)):
            damaged[chance.randrange(12, len(damaged))] = chance.randrange(256)
        try:
            kinds.checked(bytes(damaged))
            outcomes["drawn"] += 1
        except FileRefused:
            outcomes["refused"] += 1
    assert min(outcomes.values()) > 5


@pytest.mark.parametrize(
    ("name", "kind", "shown"),
    [
        ("informe.pdf", "pdf", "informe.pdf"),
        ("../../etc/passwd", "txt", "passwd.txt"),
        ("C:\\Casos\\Dunia.docx", "docx", "Dunia.docx"),
        ("foto\u202egpj.exe", "jpg", "fotogpj.jpg"),
        ("a\u200bb\x00c\r\nd.pdf", "pdf", "abc d.pdf"),
        ('"; filename="x.html', "pdf", "; filename=x.pdf"),
        ("factura.pdf.exe", "pdf", "factura.pdf.pdf"),
        ("....", "pdf", "archivo.pdf"),
        ("", "png", "archivo.png"),
        ("Ñandú con acento.png", "png", "Ñandú con acento.png"),
        ("x" * 400 + ".pdf", "pdf", "x" * 120 + ".pdf"),
    ],
)
def test_a_name_is_only_a_name(name: str, kind: str, shown: str) -> None:
    assert kinds.shown_name(name, kind) == shown
    assert Path(shown).name == shown
