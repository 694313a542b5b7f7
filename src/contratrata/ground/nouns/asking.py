"""What the texts of a row may give away – a shelter's address, a person – is asked about before others read it."""

import contextlib
import hashlib
from collections.abc import Iterator, Mapping
from contextvars import ContextVar
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from contratrata.ground.base.disclosing import Kind, Piece, disclosed
from contratrata.ground.base.doubts import doubt
from contratrata.ground.base.translated import Translated
from contratrata.ground.kinds.public import Fact, Lines, Phone, Text, TranslatedText, Values

#: What is said to be meant begins with this; the pieces follow, so that others are asked about anew.
MEANT = "gives_away"
_WORDS: dict[Kind, str | Promise] = {
    "address": _l("«%s» parece una dirección o un mapa."),
    "telephone": _l("«%s» parece un teléfono."),
    "document": _l("«%s» parece el número de un documento."),
    "name": _l("«%s» parece el nombre de una persona."),
}


_invented: ContextVar[bool] = ContextVar("invented", default=False)


@contextlib.contextmanager
def invented() -> Iterator[None]:
    """Within, or in a function so decorated, texts are of a demonstration: they name nobody, and nobody is asked."""
    token = _invented.set(True)
    try:
        yield
    finally:
        _invented.reset(token)


def is_invented() -> bool:
    """Whether what is written now is of a demonstration."""
    return _invented.get()


def ask_about(facts: tuple[Fact, ...], values: Values, before: Values | None = None) -> None:
    """Go on when the texts give nothing away that they did not say `before`, or when it is meant. Raises `Doubt`."""
    stood = set(disclosed(_texts(facts, before))) if before else set()
    asked = [piece for piece in disclosed(_texts(facts, values)) if piece not in stood]
    if asked and not is_invented():
        words = " ".join(str(_WORDS[piece.kind]) % piece.text for piece in asked)
        end = _("Quítelo, o confirme que puede leerlo cualquiera.")
        doubt(
            _key(asked), f"{words} {end}", field="", confirm=_("No lleva a ninguna persona ni a un albergue")
        )


def _key(asked: list[Piece]) -> str:
    values = "\n".join(sorted(f"{piece.kind}:{piece.text}" for piece in asked))
    return f"{MEANT}:{hashlib.sha256(values.encode()).hexdigest()[:16]}"


def _texts(facts: tuple[Fact, ...], values: Mapping[str, Any]) -> list[str]:
    """Every text that is typed freely, in every language, and links; a telephone's own field is what it says it is."""
    result: list[str] = []
    for fact in facts:
        value = values.get(fact.name)
        if isinstance(fact.kind, TranslatedText) and isinstance(value, Translated):
            result += [version.text for version in value.versions.values()]
        elif isinstance(fact.kind, Lines):
            result += value or ()
        elif isinstance(fact.kind, Text) and not isinstance(fact.kind, Phone):
            result.append(value or "")
    return result
