"""What surveys bring to the house, and to the pages of events."""

import uuid

from django.urls import reverse
from django.utils.translation import gettext as _

from contratrata.ground.base.errors import WrongState
from contratrata.ground.base.package import Furniture, Mount, Periodic
from contratrata.ground.base.request import Request
from contratrata.ground.ui.parts import NavItem
from contratrata.ground.vault.public import columns_of
from contratrata.knowledge.events import public as events
from contratrata.knowledge.registrations.public import hooks as registrations

from .demo import demonstrate
from .jobs import tend
from .models import Survey
from .states import State
from .telling import own_pieces


def _tab(request: Request, row: events.Event) -> NavItem | None:
    """Surveys beside the programme, for whoever holds the event."""
    if not events.EVENTS.owns(request.scope, row):
        return None
    url = reverse("surveys:of_event", args=[row.id])
    return NavItem(_("Encuestas"), url, current=request.path == url)


def _refuse(event_id: uuid.UUID) -> None:
    """An event whose survey was opened is not removed; what was only prepared goes with it. Raises `WrongState`."""
    rows = Survey.objects.filter(event_id=event_id)
    if rows.exclude(state=State.DRAFT).exists():
        raise WrongState(_("Ya se abrió una encuesta de este evento: cancélelo en lugar de quitarlo."))
    rows.delete()


events.hooks.add_tab(50, _tab)
events.hooks.on_remove(_refuse)
registrations.show_own(own_pieces)
FURNITURE = Furniture(
    urls=(Mount("", "contratrata.knowledge.surveys.urls"),),
    demonstration=(demonstrate,),
    periodic=(Periodic(300.0, tend),),
    sealed=(
        *columns_of("surveys.Survey", "secret"),
        *columns_of("surveys.Box", "pending", "marks"),
        *columns_of("surveys.Answer", "answers"),
    ),
)
