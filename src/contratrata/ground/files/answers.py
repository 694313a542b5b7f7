"""A file as the answer to a question: chosen, kept, replaced, removed; a link and a small picture on the page."""

import dataclasses
import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.db import models
from django.template.defaultfilters import filesizeformat
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from contratrata.ground.kinds.public import Cell, Fact, Kind
from contratrata.ground.ui.forms import at_most

from . import kinds, shared
from .operations import whole
from .pdfs import refuse_hostile
from .problems import BY_LINK, VIDEO, FileRefused

_HELP = _l("Hasta 10 MB. Un archivo no queda en el borrador: si vuelve a esta página, elíjalo de nuevo.")
_PLACE = _l("A las imágenes se les quita el lugar, la fecha y el aparato con que se tomaron.")


@dataclasses.dataclass(frozen=True, slots=True)
class Attached:
    """A file of the network as an answer. `pending`: it was chosen and not kept yet; `open_id`: anybody reads it."""

    name: str
    kind: str
    size: int
    id: uuid.UUID | None = None
    small: bool = False
    open_id: uuid.UUID | None = None
    pending: kinds.Checked | None = None

    def __str__(self) -> str:
        return f"{self.name} ({filesizeformat(self.size)})"

    @property
    def url(self) -> str:
        """Where it is read; nowhere before it is kept."""
        return self._address("file") if self.id else ""

    @property
    def small_url(self) -> str:
        """Where its small picture is."""
        return self._address("small") if self.small and self.id else ""

    def _address(self, page: str) -> str:
        if self.open_id:
            return reverse(f"open_files:{page}", args=[get_language() or "es", self.open_id])
        return reverse(f"files:shared_{page}", args=[self.id])


class AttachInput(forms.ClearableFileInput):
    """The file that is there, with a box to remove it, above the one that may be chosen."""

    template_name = "files/attach.html"


@dataclasses.dataclass(frozen=True)
class File(Kind[Attached | None]):
    """A file; with `pictures` only what can be shown as one."""

    pictures: bool = False
    empty: Attached | None = None

    def field(self, fact: Fact) -> forms.Field:
        """One box to choose a file."""
        limit = at_most(shared.MOST_BYTES, too_big())
        widget = AttachInput(
            attrs=limit | ({"accept": ".jpg,.jpeg,.png,.webp,.gif"} if self.pictures else {})
        )
        words = " ".join(filter(None, (str(fact.help), str(_HELP), str(_PLACE))))
        return forms.FileField(label=fact.label, help_text=words, allow_empty_file=True, widget=widget)

    def from_fields(self, fact: Fact, cleaned: Mapping[str, Any], before: Attached | None) -> Attached | None:
        """What was chosen, checked by its content; what stood there; or nothing. Raises `DomainError`."""
        result = cleaned.get(fact.name)
        if isinstance(result, Attached) or not result:
            return result or None
        try:
            content = whole(result.chunks(), shared.MOST_BYTES)
            if is_video(content):
                raise FileRefused(VIDEO)
            checked = kinds.checked(content)
            if checked.kind == "pdf":
                refuse_hostile(content)
        except FileRefused as refused:
            raise fact.wrong(refused.message) from None
        name = kinds.shown_name(result.name, checked.kind)
        return Attached(
            name, checked.kind, len(checked.content), small=bool(checked.thumbnail), pending=checked
        )

    def check(self, value: Attached | None, fact: Fact) -> Attached | None:
        """A picture where one is asked for. Raises `DomainError`."""
        if value and self.pictures and not value.small:
            raise fact.wrong(_("Elija una imagen (JPEG, PNG, WebP o GIF)."))
        return value

    def words(self, value: Attached | None) -> str:
        """Its name and its size."""
        return str(value or "")

    def shown(self, value: Attached | None) -> Any:
        """A link, with the small picture of a picture."""
        return (
            render_to_string("files/attached.html", {"file": value})
            if value and value.url
            else self.words(value)
        )

    def column(self) -> "models.Field[Any, Any]":
        """What is known of it, in one column."""
        return models.CharField(max_length=300, blank=True)

    def to_columns(self, fact: Fact, value: Attached | None) -> dict[str, Any]:
        """As text."""
        return {fact.name: self.to_text(value)}

    def from_columns(self, fact: Fact, row: Any) -> Attached | None:
        """From text."""
        return self.from_text(getattr(row, fact.name))

    def to_text(self, value: Attached | None) -> str:
        """Id, public id, kind, size, whether there is a small picture, name."""
        if value is None:
            return ""
        if value.id is None:
            raise ValueError("A file is kept before its row")
        return f"{value.id}|{value.open_id or ''}|{value.kind}|{value.size}|{int(value.small)}|{value.name}"

    def from_text(self, text: str) -> Attached | None:
        """The answer again."""
        if not text:
            return None
        one, public, kind, size, small, name = text.split("|", 5)
        open_id = uuid.UUID(public) if public else None
        return Attached(name, kind, int(size), uuid.UUID(one), small == "1", open_id)

    def cell(self, value: Attached | None) -> Cell:
        """Its name."""
        return value.name if value else None

    def headings(self, fact: Fact) -> dict[str, list[str]]:
        """No cell of a sheet holds a file."""
        return {}

    def read_cells(self, fact: Fact, cells: Mapping[str, str]) -> Attached | None:
        """Nothing."""
        return None

    def read(self, text: str) -> Attached | None:
        """Nothing."""
        return None


def is_video(content: bytes) -> bool:
    """Whether it is a video of the usual kinds, by its first bytes."""
    if content[4:8] == b"ftyp":
        return content[8:12] not in (b"M4A ", b"M4B ")
    return content.startswith(b"\x1aE\xdf\xa3") or (content.startswith(b"RIFF") and content[8:12] == b"AVI ")


def too_big() -> str:
    """What is said of a file that is more than one may be."""
    return str(BY_LINK % {"most": shared.MOST_BYTES >> 20})


def refuse_too_big(request: Any) -> None:
    """Say that a file was too much to be taken at all. Raises `FileRefused`."""
    if getattr(request, "upload_too_big", False):
        raise FileRefused(too_big())


def settle(
    facts: Iterable[Fact],
    values: Mapping[str, Any],
    *,
    about_kind: str,
    before: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """The values with what was chosen kept, in the transaction of their row; the same file again is the one `before`.

    Raises `StoreAway`, `DomainError` with the fact for which there is no room.
    """
    stored, stood = dict(values), before or {}
    for fact in facts:
        value = stored.get(fact.name)
        if not isinstance(value, Attached) or value.pending is None:
            continue
        there = stood.get(fact.name)
        if isinstance(there, Attached) and there.id and shared.is_same(there.id, value.name, value.pending):
            stored[fact.name] = there
            continue
        try:
            one = shared.keep_shared(value.pending, name=value.name, about_kind=about_kind)
        except FileRefused as refused:
            raise fact.wrong(refused.message) from None
        stored[fact.name] = dataclasses.replace(value, id=one.id, pending=None)
    return stored


def ids_in(values: Iterable[Any]) -> list[uuid.UUID]:
    """The files among values."""
    return [value.id for value in values if isinstance(value, Attached) and value.id]


def opened(values: Mapping[str, Any], former: Mapping[str, Any]) -> dict[str, Any]:
    """The values with their files open to anybody, instead of those of `former`; inside `publishing`."""
    public = shared.open_to_anybody(ids_in(values.values()), instead=ids_in(former.values()))
    return {
        name: dataclasses.replace(value, open_id=public.get(value.id)) if isinstance(value, Attached) and value.id
        else value
        for name, value in values.items()
    }  # fmt: skip
