"""When a question is asked, and what its answer must satisfy: the small part of XPath that XLSForm uses.

    ${sex} = 'female' and (${age} < 18 or selected(${means}, 'threat'))

Only literals, references, comparisons, `selected`, `not`, `and`, `or`; no functions of the reader's machine.
"""

import datetime as dt
import re
from collections.abc import Callable, Mapping
from typing import Any

_TOKEN = re.compile(
    r"\s*(?:(?P<ref>\$\{[a-z_][a-z0-9_]*\}|\.(?![0-9]))|(?P<text>'[^']*'|\"[^\"]*\")|(?P<number>-?\d+(?:\.\d+)?)"
    r"|(?P<word>and\b|or\b|not\b|selected\b|true\b|false\b|today\b)|(?P<op>!=|<=|>=|=|<|>)|(?P<mark>[(),]))",
)
_COMPARE: Mapping[str, Callable[[Any, Any], bool]] = {
    "=": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
    "<": lambda a, b: a < b,
    ">": lambda a, b: a > b,
    "<=": lambda a, b: a <= b,
    ">=": lambda a, b: a >= b,
}
_MOST = 1_000  # letters of a condition; a file from outside is not to keep us busy
Test = Callable[[Mapping[str, Any]], Any]


class UnreadableCondition(ValueError):
    """The text is no condition that we understand; it is refused, never half applied."""


class Condition:
    """A condition over answers, read once. `.` stands for the answer it belongs to (`holds(values, own)`)."""

    def __init__(self, text: str) -> None:
        self.text = " ".join(text.split())
        self.names: tuple[str, ...] = ()
        if len(self.text) > _MOST:
            raise UnreadableCondition("too long")
        reader = _Reader(self.text)
        self._test = reader.whole()
        self.names = tuple(dict.fromkeys(reader.names))

    def holds(self, values: Mapping[str, Any], own: Any = None) -> bool:
        """Whether it holds. What is not known is equal to nothing, and neither less nor more."""
        return bool(self._test({**values, ".": own}))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Condition) and other.text == self.text

    def __hash__(self) -> int:
        return hash(self.text)

    def __repr__(self) -> str:
        return f"Condition({self.text!r})"


class _Reader:
    """A recursive reader of conditions; `names` are the facts it refers to."""

    def __init__(self, text: str) -> None:
        self.tokens: list[tuple[str, str]] = []
        self.names: list[str] = []
        place = 0
        while place < len(text):
            match = _TOKEN.match(text, place)
            if match is None or match.end() == place:
                raise UnreadableCondition(text[place : place + 40])
            self.tokens.append((match.lastgroup or "", match[match.lastgroup or 0]))
            place = match.end()
        self.tokens.append(("end", ""))

    def whole(self) -> Test:
        test = self._either()
        if self.tokens[0][0] != "end":
            raise UnreadableCondition(self.tokens[0][1])
        return test

    def _next(self, wanted: str = "") -> str:
        kind, text = self.tokens.pop(0)
        if kind == "end" or (wanted and text != wanted):
            raise UnreadableCondition(f"{text!r} where {wanted or 'an answer'!r} should stand")
        return text

    def _either(self) -> Test:
        tests = [self._both()]
        while self.tokens[0] == ("word", "or"):
            self._next()
            tests.append(self._both())
        return tests[0] if len(tests) == 1 else lambda values: any(test(values) for test in tests)

    def _both(self) -> Test:
        tests = [self._one()]
        while self.tokens[0] == ("word", "and"):
            self._next()
            tests.append(self._one())
        return tests[0] if len(tests) == 1 else lambda values: all(test(values) for test in tests)

    def _one(self) -> Test:
        kind, text = self.tokens[0]
        if (kind, text) == ("mark", "("):
            self._next()
            inner = self._either()
            self._next(")")
            return inner
        if (kind, text) == ("word", "not"):
            self._next()
            self._next("(")
            inner = self._either()
            self._next(")")
            return lambda values: not inner(values)
        if (kind, text) == ("word", "selected"):
            return self._selected()
        left = self._value()
        if self.tokens[0][0] != "op":
            return left
        compare = _COMPARE[self._next()]
        right = self._value()
        return lambda values: _compared(compare, left(values), right(values))

    def _selected(self) -> Test:
        self._next()
        self._next("(")
        left = self._value()
        self._next(",")
        right = self._value()
        self._next(")")
        return lambda values: right(values) in _chosen(left(values))

    def _value(self) -> Test:
        kind, text = self.tokens[0]
        self._next()
        if kind == "ref":
            name = "." if text == "." else text[2:-1]
            self.names += [name] if name != "." else []
            return lambda values: plain(values.get(name))
        if kind == "text":
            return lambda _values: text[1:-1]
        if kind == "number":
            return lambda _values: float(text)
        if (kind, text) in {("word", "true"), ("word", "false"), ("word", "today")}:
            self._next("(")
            self._next(")")
            return {"true": lambda _v: True, "false": lambda _v: False, "today": lambda _v: _today()}[text]
        raise UnreadableCondition(text)


def _today() -> str:
    from contratrata.ground.base import clock

    return clock.today().isoformat()


def _chosen(value: Any) -> tuple[Any, ...]:
    """The codes among which `selected` looks: those ticked, or answered with yes."""
    if isinstance(value, Mapping):
        return tuple(code for code, yes in value.items() if yes)
    return tuple(value) if isinstance(value, tuple | list | frozenset) else (value,)


def _compared(compare: Callable[[Any, Any], bool], left: Any, right: Any) -> bool:
    if isinstance(right, float) and isinstance(left, int | str):
        left = _number(left)
    if left is None or right is None or left == "":
        # «${x} = ''» asks whether nothing is known; everything else about nothing is false
        return (compare is _COMPARE["="] and right == "") or (compare is _COMPARE["!="] and right != "")
    return type(left) is type(right) and compare(left, right)


def _number(value: int | str) -> float | None:
    try:
        return float(value)
    except ValueError:
        return None


def plain(value: Any) -> Any:
    """A value as conditions compare it: numbers as floats, days and partial dates by their ISO text."""
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int | float):
        return float(value)
    if isinstance(value, dt.date):
        return value.isoformat()
    return value if isinstance(value, str | tuple | list | Mapping | frozenset) else str(value)
