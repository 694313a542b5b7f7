"""Why a file is not taken, in words."""

from django.utils.translation import gettext_lazy as _

from contratrata.ground.base.errors import DomainError


class FileRefused(DomainError):
    """The file is not what is taken here; always about the field `file`."""

    def __init__(self, message: object) -> None:
        super().__init__(str(message), field="file")


class StoreAway(DomainError):
    """The store does not answer, or is full: nothing was kept."""


AWAY = _("El almacén de archivos no responde. No se guardó nada: inténtelo de nuevo en unos minutos.")
FULL = _("No queda espacio para archivos. No se guardó nada: avise a quien administra la plataforma.")
GONE = _("El archivo ya no está.")
EMPTY = _("El archivo está vacío.")
TOO_BIG = _("El archivo pesa más de %(most)d MB.")
BY_LINK = _(
    "El archivo pesa más de %(most)d MB y no se guardó. Un video no se sube aquí: publíquelo donde su institución los "
    "tiene y escriba su enlace en «Videos»."
)
VIDEO = _("Un video no se sube aquí: publíquelo donde su institución los tiene y escriba su enlace.")
HOSTILE = _(
    "El PDF lleva programas o archivos dentro y no se admite por seguridad. Imprímalo a un PDF nuevo y elija ese."
)
TOO_MUCH = _(
    "Los archivos de su organización ocupan todo el espacio que tiene. Quite los que ya no necesita."
)
UNKNOWN = _(
    "Este tipo de archivo no se admite. Sirven PDF, imágenes (JPEG, PNG, WebP, GIF), documentos y hojas "
    "(.docx, .xlsx, .odt, .ods), texto (.txt, .csv) y audio (.mp3, .m4a, .ogg, .wav)."
)
MACROS = _("El archivo tiene macros y no se admite por seguridad. Guárdelo sin ellas.")
BOMB = _("El archivo se comprime de una forma que no es normal y no se abre.")
DAMAGED = _("El archivo está dañado o incompleto: no se puede abrir.")
PASSWORD = _("El archivo tiene contraseña. Guárdelo sin contraseña.")
HUGE = _("La imagen es demasiado grande. Redúzcala y vuelva a intentarlo.")
