"""What other packages may use of the curriculum."""

from .models import COURSES, FAMILY, WRITERS, Course
from .reading import COURSE, hours_of, offered
