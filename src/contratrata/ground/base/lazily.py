"""Texts whose words are decided when they are shown."""

from django.utils.functional import lazy

#: As `django.utils.functional.lazystr`, with one class for all: Django's makes a class for every text, which was
#: half of a page with three long lists of choices.
lazystr = lazy(str, str)
