"""What the home of the knowledge brings to the house: the first entry of the network's door."""

from contratrata.ground.base.package import Entry, Furniture, Mount
from contratrata.knowledge.practices.public import QUESTIONS

from .reading import counts
from .rules import READERS

FURNITURE = Furniture(
    urls=(Mount("", "contratrata.knowledge.desk.urls"),),
    menu=(
        # One entry for all that the network knows: what else there is stands beside it as a tab of its list.
        Entry(
            QUESTIONS.words["entry"].lazily(),
            "desk:home",
            area="network",
            order=5,
            roles=READERS,
            also=(
                "practices:list",
                "countries:list",
                "adoption:matrix",
                "lessons:list",
                "lesson_uses:list",
                "roster:experts",
                "searches:list",
                "systematisations:list",
                "recommendation_tasks:list",
                "credentials:list",
                "events:list",
                "registrations:list",
            ),
        ),
    ),
    counts=counts,
)
