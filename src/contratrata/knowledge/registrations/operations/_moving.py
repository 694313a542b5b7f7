"""What the acts have in common: a registration locked and moved, a mail to her."""

import datetime as dt
import uuid
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from contratrata.ground.base.errors import WrongState
from contratrata.ground.base.scope import organisation_id
from contratrata.ground.outbox import public as outbox
from contratrata.ground.vault import public as vault
from contratrata.ground.workflow.public import move as make_move

from .. import mails
from ..happenings import Happening, moment_words
from ..links import token_of
from ..models import Registration, RegistrationMove
from ..states import REGISTRATION


def locked(registration_id: uuid.UUID) -> Registration:
    """A registration of the acting organisation, locked. Raises `WrongState` when it was erased meanwhile."""
    rows = Registration.objects.select_for_update().filter(organisation_id=organisation_id())
    row = rows.filter(id=registration_id, erased_at=None).first()
    if row is None:
        raise WrongState(_("Esta inscripción ya no existe."))
    return row


def move(row: Registration, verb: str, *, reason: str = "", **values: Any) -> None:
    """Move a locked registration. Raises `WrongState`."""
    make_move(
        row, REGISTRATION, verb, RegistrationMove(registration_id=row.id, reason=reason),
        **{"due_at": None, **values},
    )  # fmt: skip


def own_token(row: Registration) -> str:
    """What the addresses of her own pages carry; as a job of whoever holds the event."""
    return token_of(row.organisation_id, row.id, vault.ring())


def own_path(row: Registration, name: str = "registrations:own") -> str:
    """A page of hers, by her link."""
    return reverse(name, args=[row.language, own_token(row)])


def mail_to(row: Registration, email: str, **about: str) -> outbox.To:
    """Whom a mail about this registration is for, in her language and by her night, with the link that stops it."""
    return outbox.To(
        address=email,
        language=row.language,
        time_zone=row.time_zone,
        about=about,
        unsubscribe=own_path(row, "registrations:quiet"),
    )


def public_text(text: str) -> str:
    """A public text as a mail may carry it."""
    return " ".join(text.translate(str.maketrans("<>@\r\n", "     ")).split())[:300] or "–"


def as_sentence(text: str) -> str:
    """The same, with its full stop."""
    words = public_text(text)
    return f"{words}." if words[-1].isalnum() else words


def mail(
    kind: str,
    happening: Happening,
    row: Registration,
    *,
    email: str = "",
    when: dt.datetime | None = None,
    until: dt.datetime | None = None,
    link: str = "",
    **values: str,
) -> None:
    """Mail her, in the transaction of the act. `email`: where it is known already. `link`: where, if not her own page.

    `until`: a reminder of that, of no use later, nor once she left or wants none.
    """
    if not email:
        email = row.open(vault.open_subject(row.subject_id), "email")["email"]
    outbox.put([prepared(kind, happening, row, email=email, when=when, until=until, link=link, **values)])


def prepared(
    kind: str,
    happening: Happening,
    row: Registration,
    *,
    email: str,
    when: dt.datetime | None = None,
    until: dt.datetime | None = None,
    link: str = "",
    **values: str,
) -> outbox.Prepared:
    """The same mail, sealed before anything is locked."""
    if when is not None:
        values["when"] = public_text(moment_words(when, row.time_zone, row.language))
    values = {"title": public_text(happening.title(row.language)), **values}
    about = mails.about(row) | {"until": until.isoformat()} if until else {}
    return outbox.prepare(kind, mail_to(row, email, **about), link=link or own_path(row), values=values)
