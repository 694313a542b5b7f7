"""What other packages may use of systematisations."""

from . import gathering, parts
from .models import SYSTEMATISATIONS, TASKS, Systematisation, Task
from .waiting import follow_ups, to_attend

__all__ = [
    "SYSTEMATISATIONS",
    "TASKS",
    "Systematisation",
    "Task",
    "follow_ups",
    "gathering",
    "parts",
    "to_attend",
]
