"""What rooms bring to the house, to the pages of events, and to who registered."""

from django.urls import reverse
from django.utils.translation import gettext as _

from contratrata.ground.base.package import Furniture, Mount
from contratrata.ground.base.request import Request
from contratrata.ground.ui.parts import NavItem
from contratrata.ground.vault.public import columns_of
from contratrata.knowledge.events import public as events
from contratrata.knowledge.registrations import public as registrations

from .demo import demonstrate
from .operations import forget_rooms
from .own import pieces
from .rules import REMOTE


def _tab(request: Request, row: events.Event) -> NavItem | None:
    """Beside the programme of an event at a distance: where its sessions are held, for whoever plans it."""
    if not events.EVENTS.owns(request.scope, row) or vars(row)["mode"] not in REMOTE or row.cancelled_at:
        return None
    url = reverse("rooms:of_event", args=[row.id])
    return NavItem(_("Salas en línea"), url, current=request.path == url)


events.hooks.add_tab(30, _tab)
events.hooks.on_remove(forget_rooms)
registrations.hooks.show_own(pieces, order=10)
FURNITURE = Furniture(
    urls=(Mount("", "contratrata.knowledge.rooms.urls"),),
    demonstration=(demonstrate,),
    sealed=(
        *columns_of("rooms.Server", "secret"),
        *columns_of("rooms.OnlineRoom", "link", "host_link"),
    ),
)
