"""Texts whose words are decided when they are shown."""

from typing import cast

from django.utils.functional import Promise, lazy

_proxy = lazy(str, str)


def lazystr(text: object) -> Promise:
    """As `django.utils.functional.lazystr`, with one class for all.

    Django's makes a class for every text, which was half of a page with three long lists of choices.
    """
    return cast(Promise, _proxy(text))
