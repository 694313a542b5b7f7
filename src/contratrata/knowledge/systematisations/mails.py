"""The mail to those who took part: that there is something to read, and where. What it says stands behind its link."""

from django.utils.translation import gettext_lazy as _

from contratrata.ground.outbox import public as outbox

READ_AND_SAY = "systematisation.read"
outbox.declare(
    outbox.Kind(
        READ_AND_SAY,
        _("Lea lo que quedó escrito, antes de que se publique"),
        _("Participó en un encuentro de la red. Antes de publicar lo que dejó, le piden que lo lea, diga qué falta y "
          "confirme que fue así."),
        _("Leer y responder"),
        _("Este enlace es solo suyo: no lo reenvíe. Nadie sabrá quién respondió. Si no participó, no haga nada."),
    )
)  # fmt: skip
