"""Reading files of cases in the shape of HTCDS 2.0; what the import of `cases` builds on."""

from .fields import FIELDS, HEADERS, Field, Shape
from .interpret import Defaults, ReadCase, date_orders, interpret
