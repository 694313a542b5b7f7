"""The texts of all packages in one table for each language.

Django means to merge the catalogues of packages and does so never: it compares the code of a rule of plurals with the
rule itself. Each text was looked up in one table after the other: seven for Spanish, forty-seven for English.
"""

from typing import Any

from django.utils.translation import trans_real


class Catalogue(trans_real.TranslationCatalog):
    """Django's, answering for one text from one table; of two packages that say a text, still the first has it."""

    def __init__(self, trans: Any = None) -> None:
        super().__init__(trans)
        self._all: dict[Any, str] = dict(self._catalogs[0])

    def __getitem__(self, key: Any) -> str:
        return self._all[key]

    def __setitem__(self, key: Any, value: str) -> None:
        super().__setitem__(key, value)
        self._all[key] = value

    def __contains__(self, key: Any) -> bool:
        return key in self._all

    def update(self, trans: Any) -> None:
        """Take in the catalogue of one package more, which goes before those that are there."""
        super().update(trans)
        self._all.update(trans._catalog)

    def get(self, key: Any, default: Any = None) -> Any:
        """The translation of a text, or `default`."""
        return self._all.get(key, default)


def look_up_once() -> None:
    """Have every catalogue that is read from now on made so."""
    trans_real.TranslationCatalog = Catalogue  # type: ignore[misc]  # a class of Django's, replaced
