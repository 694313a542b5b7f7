"""Giving a file out: always to be saved, never shown as a page; its small picture is ours, drawn anew."""

import itertools
import uuid
from collections.abc import Iterable

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from contratrata.ground.audit import public as audit
from contratrata.ground.base import scope as acting
from contratrata.ground.base.anonymous import public_page
from contratrata.ground.base.errors import Shredded
from contratrata.ground.base.marks import signed_in
from contratrata.ground.base.request import Request
from contratrata.ground.vault import public as vault

from . import content as contents
from . import events, shared  # noqa: F401  (declares the events)
from .kinds import TYPES
from .models import OpenFile, SharedFile, StoredFile
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


@signed_in
@require_GET
def shared_file(request: Request, file_id: uuid.UUID) -> HttpResponse:
    """A file of the network, for its members."""
    return _plain(_shared(file_id), file_id)


@signed_in
@require_GET
def shared_small(request: Request, file_id: uuid.UUID) -> HttpResponse:
    """Its small picture."""
    return _plain(_shared(file_id), file_id, small=True)


def _shared(file_id: uuid.UUID) -> SharedFile:
    """The file, if it is of the realm of who acts."""
    scope = acting.current()
    realm = scope.realm if scope and scope.organisation_id else None
    return get_object_or_404(SharedFile, id=file_id, realm=realm)


@public_page
def open_file(request: HttpRequest, language: str, open_id: uuid.UUID) -> HttpResponse:
    """A published file, for anybody: a picture is shown, everything else is saved."""
    one = get_object_or_404(OpenFile, id=open_id)
    return _plain(one, one.file_id)


@public_page
def open_small(request: HttpRequest, language: str, open_id: uuid.UUID) -> HttpResponse:
    """Its small picture."""
    one = get_object_or_404(OpenFile, id=open_id)
    return _plain(one, one.file_id, small=True)


def _plain(one: SharedFile | OpenFile, file_id: uuid.UUID, *, small: bool = False) -> HttpResponse:
    """Content that is not sealed; what a browser could run is never shown, and nothing of it may run."""
    if small and not one.has_thumbnail:
        raise Http404
    try:
        content = shared.read(file_id, small=small)
    except FileRefused:
        raise Http404 from None
    except StoreAway:
        return _away()
    kind = "image/jpeg" if small else TYPES.get(one.kind, "application/octet-stream")
    response = HttpResponse(content, content_type=kind)
    if not small:
        saved = not one.has_thumbnail  # pictures were drawn by ourselves
        response["Content-Disposition"] = content_disposition_header(saved, one.name) or "attachment"
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
    response["Content-Security-Policy"] = (
        "default-src 'none'; base-uri 'none'; frame-ancestors 'none'; sandbox"
    )
    response["Content-Encoding"] = "identity"  # compressing what is sealed inside would tell of it
