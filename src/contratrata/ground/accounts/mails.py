"""The mails about an account: no name, no organisation, no case, one sentence and one link."""

import uuid

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from contratrata.ground.outbox import public as outbox

SUBJECT = _("Aviso de ContraTrata")
UNEXPECTED = _("Si no esperaba este mensaje, avise a la administración de su organización.")


def declare(name: str, sentence: str | Promise, action: str | Promise) -> str:
    """Declare a mail about an account: urgent, one by one, never turned off. Returns its name."""
    outbox.declare(outbox.Kind(name, SUBJECT, sentence, action, footer=UNEXPECTED, urgent=True))
    return name


PASSWORD_CHANGED = declare(
    "account.password_changed", _("Cambió la contraseña de su cuenta de ContraTrata."), _("Ver su cuenta")
)
PASSWORD_ASKED = declare(
    "account.password_asked",
    _("Alguien pidió una contraseña nueva para esta cuenta de ContraTrata. Si fue usted, siga el enlace."),
    _("Poner una contraseña nueva"),
)
FACTOR_CHANGED = declare(
    "account.factor_changed", _("Cambió la manera en que entra a ContraTrata."), _("Ver su cuenta")
)

CODES_GUESSED = declare(
    "account.codes_guessed",
    _(
        "Alguien escribió bien la contraseña de su cuenta de ContraTrata y cinco códigos que no valen. "
        "Si no fue usted, ponga otra contraseña."
    ),
    _("Cambiar la contraseña"),
)


def tell(kind: str, user_id: uuid.UUID, link: str) -> None:
    """Queue one of these mails to a user."""
    outbox.send(kind, outbox.To(user_id), link=link)
