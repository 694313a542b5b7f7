"""Messages about an account: no name, no organisation, no case; sent once the act is sure."""

import logging
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _

logger = logging.getLogger(__name__)


def send(address: str, *, language: str, sentence: str | Promise, link: str = "") -> None:
    """Send one sentence and one link after the transaction. A mail server that is away stops nobody."""
    with translation.override(language):
        subject = _("Aviso de ContraTrata")
        lines = [str(sentence), f"{settings.SITE_ADDRESS}{link}"]
        lines.append(_("Si no esperaba este mensaje, avise a la administración de su organización."))
    message = EmailMessage(subject, "\n\n".join(lines) + "\n", settings.DEFAULT_FROM_EMAIL, [address])
    transaction.on_commit(lambda: _deliver(message))


def _deliver(message: EmailMessage) -> None:
    try:
        message.send()
    except (OSError, SMTPException) as fault:
        # Its kind only: what the mail server answered repeats the address.
        logger.error("A message about an account could not be sent: %s", type(fault).__name__)
