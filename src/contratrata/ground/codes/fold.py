"""Folding of spellings: what makes two ways of writing the same word equal, and what sorts Spanish."""

import unicodedata


def without_accents(text: str) -> str:
    """The text without combining marks (`Haití` → `Haiti`, `ñ` → `n`)."""
    parts = unicodedata.normalize("NFKD", text)
    return "".join(mark for mark in parts if not unicodedata.combining(mark))


def fold(raw: str) -> str:
    """The form under which spellings of one code meet: no case, accent, space, underscore or punctuation.

    `Threats of law enforcement`, `threats_of_law_enforcement` and `ThreatsOfLawEnforcement` are one.
    """
    return "".join(mark for mark in without_accents(raw).casefold() if mark.isalnum())


def sort_key(text: str) -> tuple[str, str]:
    """A key that sorts as a Spanish dictionary does: accents folded, Ñ after N and before O.

    The embedded database has no Spanish collation, so lists of words are sorted in memory with this key.
    The second member only settles ties between words that differ by accent or case alone.
    """
    composed = unicodedata.normalize("NFC", text).casefold()
    # U+FFFF sorts after every letter that can follow an N, so that Ñ begins where N has ended.
    stored = "".join("n\uffff" if mark == "ñ" else mark for mark in composed)
    return without_accents(stored), text
