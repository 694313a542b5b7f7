"""The status that somebody asserts, and what she told."""

from contratrata.ground.acts.public import VersionForm
from contratrata.ground.things.public import FactsForm

from .. import inputs
from .base import asked


class AssertForm(VersionForm, FactsForm):
    """A status, who determined it, when, on what basis. It never replaces an older one: it stands after it."""

    facts = asked("assertion")

    def to_values(self) -> inputs.NewAssertion:
        """The assertion."""
        return inputs.NewAssertion(**self.values | {"decided_on": str(self.values["decided_on"] or "")})


class StoryForm(FactsForm):
    """What she told, in the words of who listens; kept as the first note."""

    facts = asked("story")

    def to_values(self) -> str:
        """The text."""
        return str(self.values.get("note", ""))
