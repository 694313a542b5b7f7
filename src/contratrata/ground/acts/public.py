"""What other packages may use of the acts."""

from .asking import Ask, Leave, Undo, ask, press
from .drafts import data_of, forget, key_of, restore, typed_under
from .forms import OnceForm, VersionForm, beside, put, retype, unjudged, words_of
from .once import once
from .versions import edit, overtaken_by
from .wizard import Wizard, WizardPage

__all__ = [
    "Ask",
    "Leave",
    "OnceForm",
    "Undo",
    "VersionForm",
    "Wizard",
    "WizardPage",
    "ask",
    "beside",
    "data_of",
    "edit",
    "forget",
    "key_of",
    "once",
    "overtaken_by",
    "press",
    "put",
    "restore",
    "retype",
    "typed_under",
    "unjudged",
    "words_of",
]
