"""What other packages may use to declare things."""

from .declare import columns_of, fact, facts_of, from_row, make, to_row, values_of
from .forms import FactsForm, Rule, Run, beside, is_answered
from .rows import cells, header, lines, rows
