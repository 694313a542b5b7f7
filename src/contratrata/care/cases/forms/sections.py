"""The form of one section of the file, on its own page or in a registration."""

import datetime as dt
from typing import Any

from contratrata.ground.acts import public as acts
from contratrata.ground.questions.public import Section
from contratrata.ground.things.public import FactsForm

from ..file.rules import rules_for


class SectionForm(FactsForm):
    """Asks one section. `registered`: the day the case was registered (today while it is being registered)."""

    def __init__(
        self, data: Any = None, *, section: Section, registered: dt.date | None = None, **options: Any
    ) -> None:
        super().__init__(data, facts=section.facts, rules=rules_for(registered), **options)


class EditSectionForm(acts.VersionForm, SectionForm):
    """The same for a case on file that two users may have open."""
