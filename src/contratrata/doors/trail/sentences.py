"""From an entry to a sentence: who, what, about which code. Never a name of a person who is helped."""

import uuid
from collections import defaultdict
from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from contratrata.ground.accounts.public import User
from contratrata.ground.audit.public import Entry, Problem, What, declared

UNTOLD = "…"
_SEALED = {
    What.CHANGED: _l("El registro %(n)s fue cambiado."),
    What.REMOVED: _l("Falta el registro %(n)s."),
    What.INSERTED: _l("El registro %(n)s fue intercalado."),
    What.CUT: _l("La cadena fue cortada: falta desde el registro %(n)s."),
    What.UNANCHORED: _l("El registro %(n)s se selló y no está en las anclas."),
}
_UNSEALED = {
    What.REMOVED: _l("Falta un registro sin sello."),
    What.INSERTED: _l("Hay un registro sin sello que fue intercalado."),
}
#: What may be wrong with what stands outside the database; it concerns every organisation.
_OF_THE_ANCHORS = {
    What.ANCHOR: _l("Un ancla guardada fuera de la base de datos no es auténtica."),
    What.GAP: _l("Faltan anclas de las guardadas fuera de la base de datos."),
    What.BEGINS: _l("Las anclas guardadas fuera de la base de datos se vaciaron o se quitaron."),
    What.SILENT: _l(
        "Hace un rato que nadie guarda anclas fuera de la base de datos, o se les cortó el final."
    ),
    What.COPY: _l("Las anclas guardadas fuera de la base de datos no coinciden con su copia."),
}


def words(name: str, details: dict[str, object] | None = None) -> str:
    """What was done; an event a newer version no longer knows is shown by its name."""
    found = declared().get(name)
    if found is None:
        return name
    told = defaultdict(lambda: UNTOLD, {key: str(value) for key, value in (details or {}).items()})
    return str(found.sentence).format_map(told)


def problem_words(problem: Problem) -> str:
    """Where a chain does not hold, for whoever reads the page."""
    words = _UNSEALED if problem.sequence is None else _SEALED
    return str(words.get(problem.what) or _OF_THE_ANCHORS[problem.what]) % {"n": problem.sequence}


def staff_names(ids: Iterable[uuid.UUID | None]) -> dict[uuid.UUID, str]:
    """The names of the staff, with one query."""
    wanted = {one for one in ids if one is not None}
    return dict(User.objects.filter(id__in=wanted).values_list("id", "name"))


def sentence(entry: Entry) -> str:
    """What an entry says."""
    text = words(entry.event, entry.details)
    return _("Intento rechazado: %(what)s") % {"what": text} if entry.refused else text
