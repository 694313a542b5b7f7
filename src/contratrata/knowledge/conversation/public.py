"""What other packages of the knowledge may use of the conversation."""

from .models import Reason
from .reading import reported
