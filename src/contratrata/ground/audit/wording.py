"""What a proof found, in words for whoever reads it on a page."""

from django.utils.translation import gettext_lazy as _

from .verifying import Problem, What

_SEALED = {
    What.CHANGED: _("El registro %(n)s fue cambiado."),
    What.REMOVED: _("Falta el registro %(n)s."),
    What.INSERTED: _("El registro %(n)s fue intercalado."),
    What.CUT: _("La cadena fue cortada: falta desde el registro %(n)s."),
    What.UNANCHORED: _("El registro %(n)s se selló y no está en las anclas."),
}
_UNSEALED = {
    What.REMOVED: _("Falta un registro sin sello."),
    What.INSERTED: _("Hay un registro sin sello que fue intercalado."),
}
#: What concerns every organisation: what stands outside the database, and what protects its rows.
_OF_THE_HOUSE = {
    What.ANCHOR: _("Un ancla guardada fuera de la base de datos no es auténtica."),
    What.GAP: _("Faltan anclas de las guardadas fuera de la base de datos."),
    What.BEGINS: _("Las anclas guardadas fuera de la base de datos se vaciaron o se quitaron."),
    What.SILENT: _(
        "Hace un rato que nadie guarda anclas fuera de la base de datos, o se les cortó el final."
    ),
    What.COPY: _("Las anclas guardadas fuera de la base de datos no coinciden con su copia."),
    What.PROTECTION: _("La base de datos no protege «%(where)s» como lo hicieron las migraciones."),
}


def problem_words(problem: Problem) -> str:
    """Where a chain does not hold, for whoever reads the page."""
    words = _UNSEALED if problem.sequence is None else _SEALED
    values = {"n": problem.sequence, "where": problem.where}
    return str(words.get(problem.what) or _OF_THE_HOUSE[problem.what]) % values
