"""Changing a row that is sealed, as an act of the house does: read, changed, saved and sealed anew."""

from typing import Any

from django.db.models import Model


def change(row: Model, **fields: Any) -> None:
    """Give a membership, an invitation or a user these values, in the acting scope."""
    fresh = type(row)._base_manager.get(pk=row.pk)
    for name, value in fields.items():
        setattr(fresh, name, value)
    fresh.save(update_fields=list(fields))
