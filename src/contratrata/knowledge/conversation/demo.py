"""What the demonstration shows of the conversation: a question and an answer under the first practices. Invented."""

import uuid

from contratrata.ground.base.scope import Scope, acting
from contratrata.knowledge.practices.public import members_with, standing

from . import operations
from .models import Post
from .rules import MEMBERS

_WORDS = (
    "¿Cómo avisan cuando quien detecta no tiene señal? (Mensaje inventado)\n\n- En la frontera no siempre hay.",
    "Con una llamada a la línea; después se completa. (Mensaje inventado)",
)
#: Practices that get a conversation.
PRACTICES = 3


def demonstrate(scope: Scope) -> int:
    """Let two organisations talk under the first practices, once. Returns how many posts there are."""
    speakers = members_with(MEMBERS)
    for practice in standing(scope).order_by("id")[:PRACTICES]:
        for n, speaker in enumerate(speakers[: len(_WORDS)]):
            with acting(speaker):
                operations.post(practice.id, words=_WORDS[n], token=uuid.uuid5(practice.id, f"post:{n}"))
    return Post.objects.count()
