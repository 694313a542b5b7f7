"""The living component page."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from .showcase import PAGES, example_context, example_frame


def component_page(request: HttpRequest, page: str = "") -> HttpResponse:
    """Every component in every state, or a page of them that a package registered.

    Raises Http404 unless `DEBUG` or `COMPONENT_PAGE` is set, and for a page that nobody registered.
    """
    if not (settings.DEBUG or getattr(settings, "COMPONENT_PAGE", False)) or (page and page not in PAGES):
        raise Http404
    if page:
        _title, template, context = PAGES[page]
        return render(request, template, {"frame": example_frame(), **context()})
    messages.success(request, _("Se envió la derivación. Responden antes de mañana 10:00."))
    messages.warning(request, _("El dato de plazas tiene nueve días."))
    messages.error(request, _("No se guardó: otra persona lo hizo antes que usted."))
    messages.info(request, _("Su supervisora aprobó el plan."))
    return render(request, "ui/components.html", example_context())
