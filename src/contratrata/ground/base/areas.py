"""The three areas of the house: the darker its bar, the more is kept. A word and a glyph say it without colour."""

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Area(StrEnum):
    """Where a page stands. The order is that of the doors: who works with persons begins there."""

    CASES = "cases"
    NETWORK = "network"
    PUBLIC = "public"

    @property
    def words(self) -> str | Promise:
        """What stands under the name of the house."""
        return _WORDS[self]

    @property
    def foot(self) -> str | Promise:
        """The same again at the foot, as a sentence."""
        return _FOOT[self]

    @property
    def door(self) -> str | Promise:
        """The link that leads there from another area."""
        return _DOOR[self]


_WORDS = {
    Area.PUBLIC: _("Público"),
    Area.NETWORK: _("Red · sin personas"),
    Area.CASES: _("Casos · confidencial"),
}
_FOOT = {
    Area.PUBLIC: _("Público: puede citarse y compartirse con su fuente."),
    Area.NETWORK: _("Red: para quienes trabajan en ella. Aquí no hay datos de personas atendidas."),
    Area.CASES: _("Casos: lo que aparece aquí es confidencial."),
}
_DOOR = {
    Area.PUBLIC: _("Ir a lo público"),
    Area.NETWORK: _("Ir a la red"),
    Area.CASES: _("Ir a los casos"),
}
