"""What other packages may use of lessons and messages."""

from .models import LESSONS, QUESTIONS, Published

__all__ = ["LESSONS", "QUESTIONS", "Published"]
