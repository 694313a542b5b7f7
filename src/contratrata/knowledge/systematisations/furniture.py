"""What systematisations bring to the house."""

from contratrata.ground.base.package import Entry, Furniture, Mount, Periodic
from contratrata.ground.vault.public import columns_of
from contratrata.knowledge.events import public as events
from contratrata.knowledge.practices.public import hooks

from . import attended, of_event, programme  # noqa: F401  (two tell what is known of an event)
from .demo import demonstrate
from .models import QUESTIONS
from .open_pages import addresses, home_block
from .outcomes import ask_how_it_goes
from .shown import piece
from .validating import collect_what_is_over

hooks.show_members(piece)
events.hooks.show_members(of_event.member_piece)
events.hooks.show_anybody(of_event.open_pieces)
FURNITURE = Furniture(
    urls=(
        Mount("", "contratrata.knowledge.systematisations.urls"),
        Mount("", "contratrata.knowledge.systematisations.task_urls"),
    ),
    menu=(
        Entry(QUESTIONS.words["menu"].lazily(), "systematisations:every", area="public", order=35, roles=()),
    ),
    sitemap=addresses,
    home=home_block,
    demonstration=(demonstrate,),
    periodic=(Periodic(86400.0, ask_how_it_goes), Periodic(3600.0, collect_what_is_over)),
    sealed=columns_of("systematisations.Comment", "words", "answer"),
)
