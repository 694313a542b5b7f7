"""Where imports look for the importers of nouns: every noun that is declared has one."""

from .declared import every_noun
from .importing import importer_for

IMPORTERS = [importer_for(noun) for noun in every_noun()]
