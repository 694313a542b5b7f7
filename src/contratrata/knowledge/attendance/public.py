"""What other packages may use of attendance: what is known of who came."""

from .people import Person
from .presence import Attendance, Held, attendances, earn
from .queries import Attended, attended

__all__ = ["Attendance", "Attended", "Held", "Person", "attendances", "attended", "earn"]
