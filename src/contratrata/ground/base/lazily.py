"""Texts whose words are decided when they are shown."""

from collections.abc import Callable, Hashable
from functools import lru_cache, wraps
from typing import ParamSpec, TypeVar, cast

from django.utils.functional import Promise, lazy
from django.utils.translation import get_language

P = ParamSpec("P")
W = TypeVar("W", bound=str)
_proxy = lazy(str, str)


def lazystr(text: object) -> Promise:
    """As `django.utils.functional.lazystr`, with one class for all.

    Django's makes a class for every text, which was half of a page with three long lists of choices.
    """
    return cast(Promise, _proxy(text))


def once_a_language(words: Callable[P, W]) -> Callable[P, W]:
    """Keep what a function says of a few values (a state, a code), once for each language.

    Only for words of the house: never of a person, nor of anything that a user wrote. What it is asked of is hashable
    and says all that the words depend on, beside the language.
    """

    @lru_cache(maxsize=2_000)
    def stored(_language: str | None, args: tuple[Hashable, ...]) -> W:
        return words(*args)  # type: ignore[arg-type,call-arg]

    @wraps(words)
    def say(*args: P.args, **kwargs: P.kwargs) -> W:
        return words(*args, **kwargs) if kwargs else stored(get_language(), args)

    return say
