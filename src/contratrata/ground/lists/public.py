"""What other packages may use to declare and show a list."""

from . import cells
from .choosing import Offer, Option, Source, Words, searched
from .codes import WHOLE, part_of_code, with_code
from .declared import EXPORTED, Back, Column, Empty, Export, Filter, List, More, Order, Tab, Tabs
from .filters import Choices, choice, chosen, days, text, ticked
from .pages import ListPage, part_of_page, show_list, table

__all__ = [
    "EXPORTED",
    "WHOLE",
    "Back",
    "Choices",
    "Column",
    "Empty",
    "Export",
    "Filter",
    "List",
    "ListPage",
    "More",
    "Offer",
    "Option",
    "Order",
    "Source",
    "Tab",
    "Tabs",
    "Words",
    "cells",
    "choice",
    "chosen",
    "days",
    "part_of_code",
    "part_of_page",
    "searched",
    "show_list",
    "table",
    "text",
    "ticked",
    "with_code",
]
