"""Whether what is shared without saying who she is says it all the same, in a message, a note or any other text."""

import dataclasses
from collections.abc import Collection, Iterable, Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from contratrata.care.cases import public as cases
from contratrata.care.cases.public import Section
from contratrata.ground.base.doubts import doubt
from contratrata.ground.vault.public import Sealer

#: What is said to be meant (`base.doubts`).
MEANT = "says_who"
CONFIRM = _l("Sí: es necesario que lo lea quien recibe")
_OF_HER: dict[cases.Own, str | Promise] = {
    "name": _l("su nombre"),
    "document": _l("su documento"),
    "telephone": _l("su teléfono"),
}


@dataclasses.dataclass(frozen=True, slots=True)
class OwnWord:
    """In the text `place` stands `piece`, which is of her (`kind`, in words)."""

    place: str
    kind: str
    piece: str


def own_words_in(
    case: cases.Case, sealer: Sealer, texts: Iterable[tuple[str, str]], *, shared: Collection[str] = ()
) -> list[OwnWord]:
    """What of her own stands in these texts (place, text), without what the parts `shared` say anyway."""
    own = cases.own_words(case, sealer, shared=shared)
    result: dict[tuple[str, cases.Own], OwnWord] = {}
    for place, text in texts:
        for kind, piece in own.found_in(text).items():
            result.setdefault((place, kind), OwnWord(place, str(_OF_HER[kind]), piece))
    return list(result.values())


def texts_of(sections: Sequence[Section], note: str = "") -> list[tuple[str, str]]:
    """The texts of a sheet, each with the name of its part."""
    texts = [(section.title, text) for section in sections for _label, text in section.lines]
    return [*texts, (_("Mensaje"), note)] if note else texts


def ask_about(words: Sequence[OwnWord], *, field: str) -> None:
    """Go on when nothing of hers stands there, or when it is meant. Raises `Doubt` on `field`."""
    if words:
        doubt(MEANT, words_of(words), field=field, confirm=str(CONFIRM))


def words_of(words: Sequence[OwnWord]) -> str:
    """Where what stands, in one sentence a piece."""
    each = [
        _("En «%(place)s» está %(kind)s: «%(piece)s».")
        % {"place": one.place, "kind": one.kind, "piece": one.piece}
        for one in words
    ]
    return " ".join([*each, _("Quítelo, o confirme que quien recibe debe leerlo.")])
