"""What other packages may use of imports: to bring an importer, and to go the whole way of a file.

`register(importer)` in a package's `importer.py`; `urls_of(importer)` gives its pages.
"""

from typing import TYPE_CHECKING

from contratrata.ground.base.late import late

from .facts import FactsImporter
from .findings import Finding, Kind, plain
from .importer import Importer, Reading, Understood, register
from .raws import OWN_COLUMNS
from .states import ImportState, Outcome

if TYPE_CHECKING:
    from . import operations, queries, report_page, working
    from .models import Import
    from .moving import locked
    from .views import urls_of
else:
    __getattr__ = late(
        __package__,
        {
            "Import": "models",
            "locked": "moving",
            "operations": "",
            "queries": "",
            "report_page": "",
            "urls_of": "views",
            "working": "",
        },
    )
