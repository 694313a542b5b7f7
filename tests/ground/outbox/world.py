"""A batch of the coordination that waits for a look."""

from typing import Any

from django.test import override_settings

from contratrata.ground.base.scope import acting
from contratrata.ground.outbox import public as outbox


def build(world: Any) -> None:
    """Two addresses at once, where one would go alone."""
    with acting(world.cast.gloria.scope), override_settings(OUTBOX_HOLD_FROM=1):
        invited = [outbox.To(address=f"invitada{n}@hn.example") for n in range(2)]
        world.ids["batch"] = outbox.send_many("network.invited", invited, link="/invitacion/")
