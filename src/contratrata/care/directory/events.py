"""The named events of the directory."""

from django.utils.translation import gettext_lazy as _

from contratrata.ground.audit.public import declare

declare("service.opened", _("abrió un servicio en el directorio"))
declare("service.changed", _("cambió un servicio del directorio ({section})"), "section")
declare("service.paused", _("puso un servicio en pausa"))
declare("service.resumed", _("volvió a abrir un servicio"))
declare("service.closed", _("cerró un servicio"))
declare("service.assured", _("confirmó que los datos de un servicio siguen igual"))
declare("service.places_told", _("dijo cuántas plazas libres hay: {free} de {total}"), "free", "total")
declare(
    "directory.searched",
    _("buscó quién puede ayudar con {need} en {country}: {fits} responden"),
    "need",
    "country",
    "fits",
)
declare("directory.exported", _("exportó {count} servicios del directorio (HSDS)"), "count")
