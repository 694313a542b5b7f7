"""The mails to who asked to join: that it was read, and what comes now. Nothing of what was written stands in them."""

from django.utils.translation import gettext_lazy as _

from contratrata.ground.outbox import public as outbox

from .states import Answer

_SUBJECT = _("Su petición a la red ContraTrata")
_FOOTER = _("Su dirección se escribió en una petición para unirse a la red. Si no fue usted, no haga nada.")
_SENTENCES = {
    Answer.INVITED: _("La coordinación leyó su petición y le enviará una invitación."),
    Answer.TALK: _("La coordinación leyó su petición y le escribirá para hablar."),
    Answer.NOT_NOW: _(
        "La coordinación leyó su petición. Por ahora no puede seguir con ella. Gracias por escribir."
    ),
}


def kind_of(answer: str) -> str:
    """The mail of an answer."""
    return f"joining.{answer}"


for _answer, _sentence in _SENTENCES.items():
    outbox.declare(
        outbox.Kind(kind_of(_answer), _SUBJECT, _sentence, _("Cómo se une una organización"), _FOOTER)
    )
