"""One mail made of the messages it carries: text and HTML from one layout, and headers that say what it is."""

import dataclasses
from collections.abc import Sequence
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from .kinds import Kind
from .models import Message
from .sending import Content

#: Where a user chooses which mails she gets; the page lives above, where the site's addresses are.
CHOICES_PATH = "/cuenta/correos/"


@dataclasses.dataclass(frozen=True, slots=True)
class Carried:
    """One message with what was sealed of it."""

    message: Message
    kind: Kind
    content: Content


@dataclasses.dataclass(frozen=True, slots=True)
class Line:
    """One paragraph of a mail, with the link it leads to."""

    text: str
    url: str
    action: str


def bounce_address(token: str) -> str:
    """The envelope's sender: it comes back with a bounce and names the mail, nobody else."""
    local, _at, domain = settings.OUTBOX_BOUNCE_ADDRESS.partition("@")
    return f"{local}+{token}@{domain}" if domain else settings.DEFAULT_FROM_EMAIL


def message_id(token: str) -> str:
    """The same for every attempt at one mail: a second copy is known as such by the mailbox that gets it."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].partition("@")[2] or "localhost"
    return f"<{token}@{domain}>"


def mail(carried: Sequence[Carried], address: str, language: str) -> EmailMultiAlternatives:
    """The mail that carries these messages of one recipient; the first names it."""
    head = carried[0]
    with translation.override(language):
        subjects = {str(one.kind.subject) for one in carried}
        subject = subjects.pop() if len(subjects) == 1 else _("Avisos de ContraTrata")
        # The same sentence with the same link is said once, however often it waits.
        lines = dict.fromkeys(
            Line(
                one.kind.words(one.content.values),
                settings.SITE_ADDRESS + one.content.link,
                str(one.kind.action),
            )
            for one in carried
        )
        stop = settings.SITE_ADDRESS + head.content.unsubscribe if head.content.unsubscribe else ""
        choices = settings.SITE_ADDRESS + CHOICES_PATH if any(one.kind.group for one in carried) else ""
        context = {
            "subject": subject,
            "language": language,
            "lines": list(lines),
            "footers": list(dict.fromkeys(str(one.kind.footer) for one in carried)),
            "choices_url": choices,
            "stop_url": stop,
        }
        text = render_to_string("outbox/message.txt", context)
        html = render_to_string("outbox/message.html", context)
    token = head.message.token
    headers = {
        "From": settings.DEFAULT_FROM_EMAIL,
        "Message-ID": message_id(token),
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
    }
    if choices:
        headers["List-Unsubscribe"] = f"<{choices}>"
    if stop:
        headers |= {"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    reply_to = [settings.OUTBOX_REPLY_TO] if settings.OUTBOX_REPLY_TO else None
    email_multi_alternatives = EmailMultiAlternatives(
        subject, text, bounce_address(token), [address], headers=headers, reply_to=reply_to
    )
    email_multi_alternatives.attach_alternative(html, "text/html")
    return email_multi_alternatives
