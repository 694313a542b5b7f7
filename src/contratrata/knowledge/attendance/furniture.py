"""What attendance brings to the house, and to the pages of events."""

import uuid

from django.urls import reverse
from django.utils.translation import gettext as _

from contratrata.ground.base.errors import DomainError
from contratrata.ground.base.package import Furniture, Mount, Periodic
from contratrata.ground.base.request import Request
from contratrata.ground.ui.parts import NavItem
from contratrata.ground.vault.public import columns_of
from contratrata.knowledge.events import public as events
from contratrata.knowledge.registrations import public as registrations

from .demo import demonstrate
from .models import Certified, Stay
from .operations import erased, forget, forget_certified
from .own import pieces
from .queries import asked


def _tab(request: Request, row: events.Event) -> NavItem | None:
    """Attendance beside the programme, for whoever holds the event, with how many wait to be told who they are."""
    if not events.EVENTS.owns(request.scope, row):
        return None
    url = reverse("attendance:overview", args=[row.id])
    return NavItem(_("Asistencia"), url, current=request.path == url, count=asked(row.id))


def _refuse(event_id: uuid.UUID) -> None:
    """An event of which somebody's attendance is known is not removed. Raises `DomainError`."""
    if Stay.objects.filter(event_id=event_id).exists():
        raise DomainError(_("Ya se sabe quién asistió: quite primero los informes y las listas."))
    if Certified.objects.filter(event_id=event_id).exists():
        raise DomainError(_("Ya se emitieron certificados de este evento: no se quita."))


events.hooks.add_tab(40, _tab)
events.hooks.on_remove(_refuse)
registrations.hooks.show_own(pieces)
registrations.hooks.on_erase(lambda row, _reason: erased(row.id))
registrations.hooks.on_erase(forget_certified)
FURNITURE = Furniture(
    urls=(Mount("", "contratrata.knowledge.attendance.urls"),),
    demonstration=(demonstrate,),
    periodic=(Periodic(86400.0, forget),),
    sealed=(
        *columns_of("attendance.Identity", "name", "email"),
        *columns_of("attendance.Report", "content"),
    ),
)
