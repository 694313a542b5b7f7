"""Where the address of a practice leads: to what is published, or to what is said of one that is gone."""

import dataclasses
import uuid

from django.http import Http404

from contratrata.ground.nouns.public import SEARCH_COLUMNS

from .models import Lasting, Published, code_of


@dataclasses.dataclass(frozen=True, slots=True)
class Standing:
    """A practice that was published once: its lasting row, and the copy that is read now (None: it is gone)."""

    lasting: Lasting
    row: Published | None

    @property
    def number(self) -> int:
        """Its number."""
        return self.lasting.number

    def is_elsewhere(self, asked: int | uuid.UUID, path: str) -> bool:
        """Whether it was asked for otherwise than by its code alone."""
        return not isinstance(asked, int) or f"/{code_of(asked)}/" not in path


def standing_of(asked: int | uuid.UUID) -> Standing:
    """By number, or by the id of its row. Raises `Http404` for one that was never published."""
    by = {"number": asked} if isinstance(asked, int) else {"row_id": asked}
    lasting = Lasting.objects.filter(**by).first()
    if lasting is None:
        raise Http404
    row = Published.objects.defer(*SEARCH_COLUMNS).filter(row_id=lasting.row_id).first()
    return Standing(lasting, row)
