"""The living component page."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from .showcase import example_context


def component_page(request: HttpRequest) -> HttpResponse:
    """Every component in every state. Raises Http404 unless `DEBUG` or `COMPONENT_PAGE` is set."""
    if not (settings.DEBUG or getattr(settings, "COMPONENT_PAGE", False)):
        raise Http404
    messages.success(request, _("Se envió la derivación. Responden antes de mañana 10:00."))
    messages.warning(request, _("El dato de plazas tiene nueve días."))
    messages.error(request, _("No se guardó: otra persona lo hizo antes que usted."))
    messages.info(request, _("Su supervisora aprobó el plan."))
    return render(request, "ui/components.html", example_context())
