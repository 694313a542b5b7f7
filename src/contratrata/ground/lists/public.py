"""What other packages may use to declare and show a list."""

from . import cells
from .choosing import Offer, Option, Source, Words, searched
from .codes import WHOLE, part_of_code, with_code
from .declared import (
    EXPORTED,
    Back,
    Column,
    Empty,
    Export,
    Filter,
    List,
    More,
    Order,
    Tab,
    Tabs,
    fact_column,
)
from .exporting import sheet_answer
from .filters import Choices, choice, chosen, days, text, ticked
from .pages import ListPage, part_of_page, show_list, table
