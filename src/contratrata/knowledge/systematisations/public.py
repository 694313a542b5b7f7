"""What other packages may use of systematisations."""

from . import gathering
from .models import SYSTEMATISATIONS, TASKS, Systematisation, Task
from .waiting import follow_ups, to_attend

__all__ = [
    "SYSTEMATISATIONS",
    "TASKS",
    "Systematisation",
    "Task",
    "follow_ups",
    "gathering",
    "to_attend",
]
