"""The kinds of notice, each with its sentence and where it leads. A package declares its own."""

import contextlib
import dataclasses
import uuid

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise


@dataclasses.dataclass(frozen=True, slots=True)
class Kind:
    """`sentence` may hold `{code}`, never a name. `urgent` is mailed at once, others in fifteen minutes."""

    name: str
    sentence: str | Promise
    url_name: str
    urgent: bool = False

    def words(self, code: str) -> str:
        """The sentence for one notice."""
        return str(self.sentence).format(code=code)

    def url(self, subject_id: uuid.UUID | None) -> str:
        """Where the notice leads: the page of its subject, or a page of the kind that takes no subject."""
        if not self.url_name:
            return ""
        if subject_id is not None:
            with contextlib.suppress(NoReverseMatch):
                return reverse(self.url_name, args=[subject_id])
        return reverse(self.url_name)


_kinds: dict[str, Kind] = {}


class UnknownNotice(LookupError):
    """A notice of a kind nobody declared: a fault of ours."""


def declare(kind: str, sentence: str | Promise, url_name: str, *, urgent: bool = False) -> None:
    """Declare a kind (`subject.event`). `url_name` takes the subject's id, or nothing without a subject."""
    _kinds[kind] = Kind(kind, sentence, url_name, urgent)


def kind_of(name: str) -> Kind:
    """The declared kind. Raises `UnknownNotice`."""
    try:
        return _kinds[name]
    except KeyError:
        raise UnknownNotice(f"Undeclared notice: {name}") from None


def declared() -> dict[str, Kind]:
    """All kinds by name."""
    return dict(_kinds)
