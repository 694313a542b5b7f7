"""Facts with three values: missing is not "no", and a share is taken over those who have an answer."""

import unicodedata
from collections.abc import Iterable

from django.db import models
from django.utils.translation import gettext_lazy as _

_YES = frozenset({"yes", "y", "true", "1", "si", "s", "x", "oui", "verdadero"})
_NO = frozenset({"no", "n", "false", "0", "non", "falso"})
_UNKNOWN = frozenset(
    {"unknown", "notknown", "nosesabe", "nosabe", "ns", "desconocido", "desconocida", "nd", "na", "nsnr"}
)


class Answer(models.TextChoices):
    """What is known of a yes/no fact."""

    YES = "yes", _("Sí")
    NO = "no", _("No")
    UNKNOWN = "unknown", _("No se sabe")

    @classmethod
    def of(cls, value: bool | None) -> "Answer":
        """The answer for a truth that may be missing."""
        if value is None:
            return cls.UNKNOWN
        return cls.YES if value else cls.NO

    @classmethod
    def from_text(cls, raw: object) -> "Answer | None":
        """What a file means by a cell: an empty one is not known; None when it is no such answer at all."""
        if raw is None or isinstance(raw, bool):
            return cls.of(raw)
        decomposed = unicodedata.normalize("NFKD", str(raw)).casefold()
        word = "".join(mark for mark in decomposed if mark.isalnum())
        if not word or word in _UNKNOWN:
            return cls.UNKNOWN
        if word in _YES:
            return cls.YES
        return cls.NO if word in _NO else None

    @property
    def known(self) -> bool:
        """Whether somebody answered."""
        return self is not Answer.UNKNOWN

    def as_bool(self) -> bool | None:
        """True, False, or None when it is not known."""
        return None if self is Answer.UNKNOWN else self is Answer.YES


def any_of(answers: Iterable[Answer]) -> Answer:
    """Yes as soon as one is yes; no only when every one is no; else not known. Of none: no."""
    result = set(answers)
    if Answer.YES in result:
        return Answer.YES
    return Answer.UNKNOWN if Answer.UNKNOWN in result else Answer.NO


def all_of(answers: Iterable[Answer]) -> Answer:
    """No as soon as one is no; yes only when every one is yes; else not known. Of none: yes."""
    result = set(answers)
    if Answer.NO in result:
        return Answer.NO
    return Answer.UNKNOWN if Answer.UNKNOWN in result else Answer.YES
