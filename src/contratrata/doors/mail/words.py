"""What became of a mail, in words. Faults are kept as kind and code; a server's own words never are."""

from django.utils.translation import gettext as _

from contratrata.ground.base import clock
from contratrata.ground.outbox import public as outbox
from contratrata.ground.ui.deadlines import moment_words
from contratrata.ground.ui.parts import Column, Line, Table


def failure_words(failure: str) -> str:
    """Why a mail did not arrive."""
    kind, _space, code = failure.partition(" ")
    if kind in {"recipient", "report"}:
        return _("El buzón no existe o no lo acepta (%(code)s)") % {"code": code}
    if kind == "interrupted":
        return _("El proceso se cortó dos veces mientras salía")
    if kind == "SMTPDataError":
        return _("El servidor de correo rechazó el mensaje (%(code)s)") % {"code": code}
    return _("No se pudo enviar (%(fault)s)") % {"fault": failure}


def age_words(hours: float) -> str:
    """How long ago, roughly."""
    if hours < 1:
        return _("menos de una hora")
    if hours < 48:
        return _("%(n)d h") % {"n": hours}
    return _("%(n)d días") % {"n": hours // 24}


def tally_table() -> Table:
    """The outbox in a table: kind, state, how many, how old the oldest is."""
    now = clock.now()
    return Table(
        _("Correos por situación"),
        (
            Column(_("Clase")),
            Column(_("Situación")),
            Column(_("Cuántos"), number=True),
            Column(_("El más antiguo")),
        ),
        [
            Line(
                (
                    outbox.kind_label(one.kind),
                    str(one.state.label),
                    one.count,
                    age_words((now - one.oldest).total_seconds() / 3600),
                )
            )
            for one in outbox.tallies()
        ],
    )


def held_words(one: outbox.Held) -> str:
    """One held batch in a sentence."""
    return _("%(kind)s · %(count)d correos · desde %(at)s") % {
        "kind": outbox.kind_label(one.kind),
        "count": one.count,
        "at": moment_words(one.at),
    }
