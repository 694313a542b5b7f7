"""Giving a file out: always to be saved, never shown as a page; its small picture is ours, drawn anew."""

import itertools
import uuid
from collections.abc import Iterable

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.template.loader import render_to_string
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from contratrata.ground.audit import public as audit
from contratrata.ground.base.errors import Shredded
from contratrata.ground.base.marks import signed_in
from contratrata.ground.base.request import Request
from contratrata.ground.vault import public as vault

from . import content as contents
from . import events  # noqa: F401  (declares the events)
from .kinds import TYPES
from .models import StoredFile
from .problems import FileRefused, StoreAway
from .reading import readable


@signed_in
@require_GET
def download(request: Request, file_id: uuid.UUID) -> HttpResponse | StreamingHttpResponse:
    """The file to be saved under its name; streamed, its key opened before the answer begins."""
    one = _one(file_id)
    try:
        keys = vault.ring()
        name = contents.name_of(one, keys)
        pieces = _begun(contents.read(one, keys=keys))
    except (Shredded, FileRefused):  # erased, or its content is gone
        raise Http404 from None
    except StoreAway:
        return _away()
    audit.record("file.downloaded", kind="file", subject=one.id, file_kind=one.kind)
    response = StreamingHttpResponse(pieces, content_type=TYPES.get(one.kind, "application/octet-stream"))
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    _shut(response)
    return response


@signed_in
@require_GET
def small(request: Request, file_id: uuid.UUID) -> HttpResponse:
    """The small picture of a picture."""
    one = _one(file_id)
    if not one.has_thumbnail:
        raise Http404
    try:
        content = b"".join(contents.read(one, small=True))
    except (Shredded, FileRefused):
        raise Http404 from None
    except StoreAway:
        return _away()
    audit.record("file.seen", kind="file", subject=one.id, file_kind=one.kind)
    response = HttpResponse(content, content_type="image/jpeg")
    _shut(response)
    return response


def _away() -> HttpResponse:
    """503: the store does not answer; the page tries again by itself."""
    return HttpResponse(render_to_string("ui/unavailable.html"), status=503, headers={"Retry-After": "15"})


def _one(file_id: uuid.UUID) -> StoredFile:
    one = readable(file_id)
    if one is None:
        raise Http404
    return one


def _begun(pieces: Iterable[bytes]) -> Iterable[bytes]:
    """The pieces, the first of them already read: what is gone or away is told before the answer begins."""
    each = iter(pieces)
    return itertools.chain([next(each, b"")], each)


def _shut(response: HttpResponse | StreamingHttpResponse) -> None:
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Content-Encoding"] = "identity"  # compressing what is sealed inside would tell of it
