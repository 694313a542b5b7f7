"""Why a file is not taken, in words for the person who brought it. Never carries what the file holds."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .child import MOST_BYTES, MOST_COLUMNS, MOST_ROWS, MOST_TEXT

DAMAGED = _("El archivo está dañado o incompleto: no se puede abrir.")
FORM = _("Es el formulario XLSForm, no sus respuestas. Exporte las respuestas y tráigalas.")
EMPTY = _("El archivo está vacío.")
HEAVY = _("El archivo pesa más de 100 MB. Divídalo en varios y tráigalos uno por uno.")
MUCH = _(
    "El archivo ocupa demasiado al abrirse: se admiten hasta 100 000 filas y 200 columnas. Divídalo en varios."
)
ROWS = _("El archivo tiene más de 100 000 filas. Divídalo en varios archivos y tráigalos uno por uno.")
PASSWORD = _("El archivo tiene contraseña. Guárdelo sin contraseña y tráigalo de nuevo.")
#: The words for each code the reading process refuses with (`child.Refused`).
REFUSALS = {
    "empty": EMPTY,
    "heavy": HEAVY,
    "much": MUCH,
    "rows": ROWS,
    "columns": _("La hoja tiene más de 200 columnas. Deje solo las que va a traer."),
    "damaged": DAMAGED,
    "password": PASSWORD,
    "bomb": _("El archivo se comprime de una forma que no es normal y no se abre."),
    "macros": _(
        "El archivo tiene macros y no se abre por seguridad. Guárdelo como «Libro de Excel (.xlsx)»."
    ),
    "binary": _("Es un libro binario (.xlsb). Guárdelo como «Libro de Excel (.xlsx)»."),
    "old": _(
        "Es un libro de Excel antiguo (.xls) que no se puede abrir. Guárdelo como «Libro de Excel (.xlsx)»."
    ),
    "zip": _("El archivo está comprimido, pero no es una hoja de cálculo."),
    "xform": _("Es el formulario XForm, no sus respuestas. Exporte y traiga las respuestas."),
    "binary_text": _("El archivo no es texto ni una hoja de cálculo."),
    "quotes": _("No se puede leer esta fila: revise las comillas y los separadores."),
    "nested": _("El archivo XML está anidado más de lo que se admite."),
    "xml": _("El archivo XML está mal formado."),
    "page": _("Es una página web, no una hoja de cálculo. Guárdela como .xlsx o .csv."),
    "no_answers": _("El archivo XML no contiene respuestas de un formulario."),
    "declares": _("El archivo XML declara entidades o un tipo de documento: no se abre por seguridad."),
}
#: The words for what the reading process notices about a file as a whole.
NOTES = {
    "formulas": _("El archivo tiene fórmulas: se toma el valor que muestran."),
    "merged": _("El archivo tiene celdas combinadas: el valor cuenta solo para la primera."),
    "windows": _("El archivo no está en UTF-8: se leyó como texto de Windows. Revise los acentos."),
    "dos": _("El archivo no está en UTF-8: se leyó como texto de DOS (cp850). Revise los acentos."),
}


class FileProblem(Exception):
    """The whole file is refused. `row` is where it was noticed, counted as the sheet shows it."""

    def __init__(self, message: str | Promise, *, row: int | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.row = row

    def __str__(self) -> str:
        return str(self.message)


__all__ = ["MOST_BYTES", "MOST_COLUMNS", "MOST_ROWS", "MOST_TEXT", "NOTES", "REFUSALS", "FileProblem"]
