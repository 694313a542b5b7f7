"""The forms of the directory."""

from .asking import AskForm
from .keeping import NewForm, PlacesForm, WhyForm
from .sections import SECTIONS, Section

__all__ = ["SECTIONS", "AskForm", "NewForm", "PlacesForm", "Section", "WhyForm"]
