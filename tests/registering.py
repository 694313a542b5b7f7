"""Registering in tests: an event of Casa Refugio that is open, and people who sign up. Invented."""

import re
from typing import Any

from cast import Cast
from contratrata.ground.base.scope import acting
from contratrata.ground.network.public import job_scope
from contratrata.ground.vault import public as vault
from contratrata.knowledge.events.models import Event, Published
from contratrata.knowledge.registrations import links, operations
from contratrata.knowledge.registrations.happenings import Happening
from contratrata.knowledge.registrations.models import Registration
from contratrata.knowledge.registrations.queries import Own, own_of
from planning import published

#: Invented; what the form asks at least.
NIEVES = {
    "name": "Nieves Ejemplo (ficticia)", "email": "nieves@lucero.example", "country": "SLV", "sector": "public",
}  # fmt: skip


def happening(cast: Cast, event: Event | None = None, **more: Any) -> Happening:
    """A published event of Casa Refugio, as registering knows it."""
    row = event or published(cast, **more)
    return Happening(Published.objects.get(row_id=row.id), cast.refugio)


def somebody(n: int = 0, **more: Any) -> dict[str, Any]:
    """One of many people."""
    return NIEVES | {"name": f"Persona {n} (ficticia)", "email": f"persona{n}@lucero.example"} | more


def signed_up(event: Happening, n: int = 0, *, confirmed: bool = True, **more: Any) -> Own:
    """Somebody who signed up; as her link opens it."""
    row = operations.sign_up(event, values=somebody(n, **more), language="es")
    mine = own_by(event, row)
    if confirmed:
        operations.confirm(mine)
    return own_by(event, row)


def token_for(event: Happening, row: Registration) -> str:
    with acting(job_scope(event.organisation)):
        return links.token_of(event.organisation.id, row.id, vault.ring())


def own_by(event: Happening, row: Registration) -> Own:
    """The registration as it stands now."""
    result = own_of(token_for(event, row))
    assert result is not None
    return result


def link_in(text: str) -> str:
    """The path of the first link of a mail."""
    match = re.search(r"https?://[^/\s]+(/\S+)", text)
    assert match is not None
    return match[1]
