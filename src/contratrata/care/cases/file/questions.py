"""The questions of a file, read from their data once."""

from pathlib import Path

from contratrata.ground.questions.public import load, register_kind

from .documents import Documents
from .services import Services

register_kind("documents", Documents)
register_kind("services", Services)
FILE = load(Path(__file__).with_name("trata.yaml"))
#: Who the person is and how to reach her, sealed in `Identity`; plain facts in `Person` and `Case`; else a row each.
IDENTITY, PERSON, CASE, ROWS = (FILE.stored_in(store) for store in ("identity", "person", "case", ""))
#: The parts of a file (vocabulary `file_part`) that are made of questions.
QUESTION_PARTS = tuple(dict.fromkeys(fact.part for fact in FILE.facts if fact.part))
