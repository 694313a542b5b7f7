"""What other packages may use of the acts."""

from .asking import Ask, Leave, Undo, ask, press
from .drafts import data_of, fields_of, forget, key_of, restore
from .forms import OnceForm, VersionForm, beside, put, retype, unjudged, words_of
from .once import once
from .versions import edit, overtaken_by

__all__ = [
    "Ask",
    "Leave",
    "OnceForm",
    "Undo",
    "VersionForm",
    "ask",
    "beside",
    "data_of",
    "edit",
    "fields_of",
    "forget",
    "key_of",
    "once",
    "overtaken_by",
    "press",
    "put",
    "restore",
    "retype",
    "unjudged",
    "words_of",
]
