"""What other packages may use of the acts."""

from .asking import MEANT, Ask, Leave, Undo, ask, attempt, press
from .drafts import forget, key_of, restore, typed_under
from .forms import (
    FactsEditForm,
    NewFactsForm,
    OnceForm,
    VersionForm,
    WordsForm,
    beside,
    marked,
    put,
    retype,
    seen_version,
    unjudged,
    words_field,
    words_of,
)
from .once import once
from .open_things import OpenForm, Unanswered, settle
from .versions import as_seen, edit, fingerprint, overtaken_by, unchanged
from .wizard import Wizard, WizardPage
