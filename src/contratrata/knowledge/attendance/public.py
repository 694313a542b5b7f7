"""What other packages may use of attendance: to say who signed up (`provide`), and what is known of who came."""

from .people import Person, provide
from .presence import Attendance, Held, attendances, earn
from .queries import Attended, attended

__all__ = ["Attendance", "Attended", "Held", "Person", "attendances", "attended", "earn", "provide"]
