"""How a name sounds when read aloud in Central America and the Caribbean.

Two spellings that a clerk could write down for the same spoken name get one key. The rules are our own: the
regular letter-to-sound rules of American Spanish (seseo, betacismo, yeísmo, silent h), and what is heard
there of English, French, Haitian and Mayan names.
"""

import functools
import re
import unicodedata

_MARKS = re.compile(r"[’'`´ʼ‘ʹ]")  # K'iche', O'Brien: the mark joins, it does not part
_RULES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), to)
    for pattern, to in (
        # English and French endings whose last letters are not heard (Michelle, Jacqueline, Marie).
        (r"(?<=..)elle$", "el"),
        (r"(?<=..)ette$", "et"),
        (r"(?<=..)(in|en|an)n?e$", r"\1"),
        (r"(?<=..)ie$", "i"),
        (r"(?<=..)ynn?e?$", "in"),
        (r"(?<=..)ste$", "st"),
        (r"^jean$", "jan"),
        (r"pt(?=ist)", "t"),
        (r"e?aux?$", "o"),
        (r"ou", "u"),
        (r"oo", "u"),
        (r"ee", "i"),
        # Groups of letters that are one sound.
        (r"ph", "f"),
        (r"th", "t"),
        (r"^(ps|sch|ts|tz)", "s"),
        (r"t[sz]", "s"),
        (r"ch(?=[rlnm])", "k"),
        (r"sch|sh|tch|tx|ch", "C"),
        (r"c?qu(?=[ei])|c?k|q|c?ck", "k"),
        (r"sc(?=[eiy])", "s"),
        (r"c(?=[eiy])", "s"),
        (r"c", "k"),
        (r"C", "c"),
        # g and j, gu and w and hu.
        (r"^h?u(?=[aeio])|g[uü](?=[ao])|w|hu(?=[aeio])", "w"),
        (r"gu(?=[ei])", "g"),
        (r"g(?=[eiy])", "j"),
        (r"h", ""),
        (r"v", "b"),
        (r"z", "s"),
        (r"m(?=[bp])", "n"),
        # ll and y; i before a vowel at the start; y as a vowel elsewhere.
        (r"ll", "y"),
        (r"^[iy]e?(?=[aeou])", "y"),
        (r"^ye", "ye"),
        (r"y(?![aeiou])", "i"),
        (r"(?<=[bcdfgjklmnprst])y", "i"),
        (r"(?<=[aeou])i(?=[aeou])", "y"),
        # ñ was folded to n: ny, ni and nh before a vowel sound the same.
        (r"n[iy](?=[aeou])", "n"),
        (r"(.)\1+", r"\1"),
        # A Spanish ear puts an e before s and consonant (Steven, Esteban); final d is not heard.
        (r"^es?(?=s[bcdfgklmnpt])", ""),
        (r"(?<=...)d$", ""),
    )
)
_NOT_HEARD_APART = re.compile(r"[aeiouy]")


def fold_word(raw: str) -> str:
    """Lower case, no accents (ñ as n), only letters and digits."""
    parts = unicodedata.normalize("NFKD", _MARKS.sub("", raw)).casefold()
    return "".join(mark for mark in parts if mark.isalnum())


@functools.lru_cache(maxsize=65_536)
def sounds(word: str) -> tuple[str, ...]:
    """The sound keys of a folded word: two where the spelling does not tell (x in Ximena, Xiomara).

    The first is the likelier.
    """
    if "x" not in word:
        return (_key(word),)
    # Between vowels and before them an x is heard as s, j or ks; before a consonant as s.
    return tuple(dict.fromkeys((_key(word.replace("x", "s")), _key(word.replace("x", "j")))))


@functools.lru_cache(maxsize=65_536)
def heard_as(word: str) -> tuple[str, ...]:
    """The keys to look for: those of the word, and the English j written as it is heard (Jenny, Yeni)."""
    result = sounds(word)
    english = (("y" if key[0] == "j" else "j") + key[1:] for key in result if re.match("[jy][aeio]", key))
    return tuple(dict.fromkeys((*result, *english)))


def skeleton(sound: str) -> str:
    """The consonants in order, a leading vowel as one letter, no final s; empty when too short to tell."""
    lead = "a" if sound[:1] in "aeiou" else ""
    bones = lead + _NOT_HEARD_APART.sub("", sound)
    bones = bones[:-1] if bones.endswith("s") and len(bones) > 3 else bones
    return bones if len(bones) >= 3 else ""


def edges(sound: str) -> tuple[str, ...]:
    """What one slip inside a word leaves whole: its start or its end, with the far letter; () when short."""
    if len(sound) < 5:
        return ()
    return f"{sound[:3]}-{sound[-1]}", f"{sound[0]}-{sound[-3:]}"


def _key(word: str) -> str:
    for pattern, to in _RULES:
        word = pattern.sub(to, word)
    return word
