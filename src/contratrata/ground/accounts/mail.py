"""Messages about an account: no name, no organisation, no case. Queued with the act, sent by the worker.

What waits in the queue holds an address and often a link that opens something: it is sealed there.
"""

import base64
import json

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from contratrata.ground.vault.public import master

TASK = "accounts.mail"
_ABOUT = b"accounts.mail"


def send(address: str, *, language: str, sentence: str | Promise, link: str = "") -> None:
    """Queue one sentence and one link in the transaction of the act: undone with it, kept while no server answers."""
    with translation.override(language):
        subject = _("Aviso de ContraTrata")
        lines = [str(sentence), f"{settings.SITE_ADDRESS}{link}"]
        lines.append(_("Si no esperaba este mensaje, avise a la administración de su organización."))
    _queue({"to": address, "subject": subject, "body": "\n\n".join(lines) + "\n"})


def send_to_nobody() -> None:
    """The same work for an address without an account: how long a page takes tells nobody whether there is one."""
    _queue({"to": "", "subject": "x" * 30, "body": "x" * 300})


def _queue(told: dict[str, str]) -> None:
    sealed = master.master().encrypt(json.dumps(told).encode(), _ABOUT)
    app.configure_task(TASK, queue="mail").defer(sealed=base64.b64encode(sealed).decode())


def deliver(sealed: str) -> None:
    """Open a queued message and send it. Raises what the mail server raises: the worker tries again later."""
    told = json.loads(master.master().decrypt(base64.b64decode(sealed), _ABOUT))
    if told["to"]:
        EmailMessage(told["subject"], told["body"], settings.DEFAULT_FROM_EMAIL, [told["to"]]).send()
