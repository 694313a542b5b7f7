"""A practice to take away: its ficha as PDF."""

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.text import slugify
from django.utils.translation import gettext as _

from contratrata.ground.base.anonymous import public_page
from contratrata.ground.base.request import Request
from contratrata.ground.network.public import allow
from contratrata.ground.nouns.public import SEARCH_COLUMNS
from contratrata.ground.paper.public import pdf_response

from . import ficha as sheets
from .models import PRACTICES, Published
from .ready import ready


@public_page
def open_ficha(request: HttpRequest, language: str, practice_id: uuid.UUID) -> HttpResponse:
    """The ficha of what was published, for anybody; kept by browsers as its page is."""
    row: Any = get_object_or_404(Published.objects.defer(*SEARCH_COLUMNS), row_id=practice_id)

    def make() -> HttpResponse:
        content = sheets.ficha(row, published_on=row.published_at)
        return _named(HttpResponse(content, content_type="application/pdf"), row)

    return ready(request.path, row.number, make)


@allow(*PRACTICES.readers)
def ficha(request: Request, row_id: uuid.UUID) -> HttpResponse:
    """The ficha of a practice as it stands now, for members: it says that it is not what was published."""
    row = get_object_or_404(PRACTICES.visible_to(request.scope), id=row_id)
    draft = _("Texto de trabajo, todavía no publicado: no lo cite.")
    return _named(pdf_response(sheets.ficha(row, draft=draft), "ficha"), row)


def _named(response: HttpResponse, row: Any) -> HttpResponse:
    """Opened in the browser, saved under the name of the practice."""
    name = slugify(row.name.reading().text)[:60].strip("-") or "ficha"
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return response
