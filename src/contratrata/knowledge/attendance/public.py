"""What other packages may use of attendance: what is known of who came."""

from .numbers import Numbers, numbers_of
from .people import Person, by_code, present
from .presence import Attendance, Held, attendances, earn
from .queries import Attended, attended

__all__ = [
    "Attendance",
    "Attended",
    "Held",
    "Numbers",
    "Person",
    "attendances",
    "attended",
    "by_code",
    "earn",
    "numbers_of",
    "present",
]
