"""Who may do what with rooms, and when one may enter."""

import datetime as dt

from contratrata.ground.base import clock
from contratrata.ground.network.public import Role

#: Who looks after the meeting servers of an organisation.
KEEPERS = (Role.ORG_ADMIN, Role.COORDINATION)
#: So long before it begins those who registered get in, and who moderates, to try sound and slides.
EARLY, HOST_EARLY = dt.timedelta(minutes=30), dt.timedelta(hours=2)
#: A session runs over, and who lost her connection comes back: so long after its planned end one still gets in.
LATE = dt.timedelta(minutes=30)
#: Where people take part at a distance.
REMOTE = ("online", "hybrid")


def lets_in(begins: dt.datetime, until: dt.datetime, early: dt.timedelta) -> bool:
    """Whether one gets in now."""
    return begins - early <= clock.now() < until + LATE
