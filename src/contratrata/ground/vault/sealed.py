"""Columns that hold sealed text, and rows that have some."""

from typing import Any, ClassVar, Self

from django.core.exceptions import FieldDoesNotExist
from django.db import models

from .keys import Sealer


class SealedField(models.BinaryField):  # type: ignore[type-arg]  # not subscriptable at run time
    """A column of sealed text: bytes in the database, opened only with the key of the row's subject."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", bytes)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)


class SealedRow(models.Model):
    """A row some of whose columns are sealed. The clear text is never an attribute of the row."""

    #: The name of the table that sealed texts are bound to, where it was another than it is now.
    sealed_as: ClassVar[str] = ""

    class Meta:
        abstract = True

    @classmethod
    def sealed_columns(cls) -> list[str]:
        """The names of the sealed columns, in the order of the model."""
        return [f.name for f in cls._meta.concrete_fields if isinstance(f, SealedField)]

    def seal(self, sealer: Sealer, **texts: str) -> Self:
        """Put texts into sealed columns (unsaved). Raises `FieldDoesNotExist` for a column that is not sealed."""
        table = self.sealed_as or self._meta.db_table
        for column, text in texts.items():
            if not isinstance(self._meta.get_field(column), SealedField):
                raise FieldDoesNotExist(f"{table}.{column} is not sealed")
            former = getattr(self, column)
            setattr(self, column, sealer.seal(text, table=table, column=column, row=self.pk, former=former))
        return self

    def open(self, sealer: Sealer, *columns: str) -> dict[str, str]:
        """The clear texts of these columns (all sealed ones when none is named)."""
        table = self.sealed_as or self._meta.db_table
        return {
            column: sealer.open(getattr(self, column), table=table, column=column, row=self.pk)
            for column in columns or self.sealed_columns()
        }
