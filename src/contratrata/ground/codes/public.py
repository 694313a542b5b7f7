"""What other packages may call: vocabularies, countries and areas, without a database.

>>> vocabulary("type_of_exploitation").label("forced_labour")
'Trabajo forzoso'
>>> vocabulary("method_of_control").from_standard("htcds", "Debt bondage ")
'debt_bondage'
"""

from .countries import (
    REGION,
    Area,
    Country,
    area,
    area_name,
    areas,
    countries,
    countries_here,
    country,
    country_name,
)
from .fold import fold, sort_key, without_accents
from .load import keys as vocabulary_keys
from .load import vocabulary
from .repair import CountryMatch, country_from_text, is_broken, repair_text
from .terms import Source, StandardCode, Term, UnknownCode, Vocabulary, Words
