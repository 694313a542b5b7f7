"""Safe SVG: elements by name with escaped attributes, looks by class only (the site's policy forbids `style`).

A drawing is made for a width in units and grows downwards. Letters are 13.5 units or more where the widest form
is shown at 85 % of its width, and 13 in the narrow one, shown at 88 %: none is smaller than 11.4 px on a screen.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

#: The narrow form, and the wide ones a figure may choose; the sheet's container queries know the same numbers.
NARROW = 330
WIDTHS = {"half": 502, "wide": 680, "broad": 1060}
TEXT, SMALL, SMALLEST = 15.0, 13.5, 13.0
LINE = 1.25

#: Series in order: colour, pattern over it, dash and mark of its line. At most four, the grey one last but for
#: `4`, a third kind of thing. The pattern is always there, so that print and colour-blind eyes need nothing else.
ORDER = ("1", "2", "3", "0", "4")
PATTERNS = {
    "2": ("7", "M-1 8 8-1", "2"),
    "3": ("6", "M3 0V6", "1.8"),
    "0": ("7", "M0 3.5H7", "1.8"),
    "4": ("7", "M-1 8 8-1", "2"),
    "hatch": ("6", "M-1 7 7-1", "1.4"),
}
_NARROW_LETTERS = frozenset("iIl.,:;'|!()[]·jtfr ")
_WIDE_LETTERS = frozenset("mwMW@%&—→")


def letters(text: str, size: float = TEXT, *, bold: bool = False) -> float:
    """About how wide a text is in units: a little more than in the fonts of telephones and desks."""
    wide = sum(
        0.34 if c in _NARROW_LETTERS else 0.92 if c in _WIDE_LETTERS else 0.7 if c.isupper() else 0.58
        for c in text
    )
    return wide * size * (1.07 if bold else 1)


@lru_cache(maxsize=2000)
def wrapped(text: str, width: float, size: float = TEXT) -> tuple[str, ...]:
    """A text in lines no wider than `width`; a word that is wider than a line is cut with a hyphen."""
    lines: list[str] = []
    for word in text.split():
        rest = word
        if lines and letters(f"{lines[-1]} {rest}", size) <= width:
            lines[-1] += f" {rest}"
            continue
        while letters(rest, size) > width and len(rest) > 4:
            fits = max(n for n in range(2, len(rest)) if n == 2 or letters(rest[:n] + "-", size) <= width)
            lines.append(rest[:fits] + "-")
            rest = rest[fits:]
        lines.append(rest)
    return tuple(lines)


def shortened(text: str, width: float, *, bold: bool = False) -> str:
    """A text in one line no wider than `width`, cut with «…»; empty where not even three letters fit."""
    if letters(text, bold=bold) <= width:
        return text
    fits = max((n for n in range(3, len(text)) if letters(f"{text[:n]}…", bold=bold) <= width), default=0)
    return f"{text[:fits].rstrip()}…" if fits else ""


def _number(value: object) -> object:
    return f"{value:.1f}".rstrip("0").rstrip(".") if isinstance(value, float) else value


def element(name: str, text: str = "", /, **attributes: object) -> SafeString:
    """One element; `css` is its class, `_` in a name stands for `-`. Everything is escaped."""
    named = {("class" if key == "css" else key.replace("_", "-")): value for key, value in attributes.items()}
    written = format_html_join(
        "", ' {}="{}"', ((k, _number(v)) for k, v in named.items() if v not in ("", None))
    )
    return (
        format_html("<{0}{1}>{2}</{0}>", name, written, text)
        if text
        else format_html("<{}{}/>", name, written)
    )


class Canvas:
    """What a drawing is put on. `width` is fixed, `height` grows; `key` makes its patterns its own."""

    def __init__(self, key: str, width: int) -> None:
        self.key = key
        self.width = width
        self.height = 0.0
        self.narrow = width == NARROW
        self.small = SMALLEST if self.narrow else SMALL
        self._parts: list[SafeString] = []
        self._patterns: set[str] = set()

    def add(self, name: str, text: str = "", /, **attributes: object) -> None:
        """Put an element on it."""
        self._parts.append(element(name, text, **attributes))

    def grow(self, to: float) -> None:
        """Make room down to there."""
        self.height = max(self.height, to)

    def text(self, x: float, y: float, text: str, css: str = "") -> None:
        """A line of text on its base line."""
        if text:
            self.add("text", text, x=float(x), y=float(y), css=css)
            self.grow(y + 5)

    def lines(self, x: float, y: float, lines: Sequence[str], css: str = "", size: float = TEXT) -> float:
        """Several lines from the base line of the first; gives where the next would stand."""
        for line in lines:
            self.text(x, y, line, css)
            y += size * LINE
        return y

    def path(self, d: str, css: str) -> None:
        """A path by its commands."""
        self.add("path", d=d, css=css)

    def pattern(self, name: str) -> str:
        """The paint of a pattern, which is then defined with the drawing."""
        self._patterns.add(name)
        return f"url(#{self.key}-{self.width}-{name})"

    def bar(self, x: float, y: float, width: float, height: float, series: str) -> None:
        """A bar of one series, its pattern over it; `hatch` (under way, not known) has no fill, `late` is red."""
        box: dict[str, object] = {
            "x": float(x),
            "y": float(y),
            "width": float(width),
            "height": float(height),
        }
        self.add(
            "rect", **box, css="nofill" if series == "hatch" else "fl" if series == "late" else f"f{series}"
        )
        if series in PATTERNS:
            self.add("rect", **box, fill=self.pattern(series))
        self.grow(y + height)

    def hidden(self, x: float, y: float, width: float, height: float, *, few: bool) -> None:
        """Where a number is kept: dotted for few, hatched for protected; its length says nothing."""
        box: dict[str, object] = {
            "x": float(x),
            "y": float(y),
            "width": float(width),
            "height": float(height),
        }
        self.add("rect", **box, css="few" if few else "nofill")
        if not few:
            self.add("rect", **box, fill=self.pattern("hatch"))

    def mark(self, x: float, y: float, series: str, css: str = "") -> None:
        """The mark of a series' line: ●, ■, ▲, ◆."""
        css = css or f"f{series} edge"
        match series:
            case "2":
                self.add("rect", x=x - 5.0, y=y - 5.0, width=10, height=10, css=css)
            case "3":
                self.path(f"M{x:.1f} {y - 6.5:.1f}l6.5 11.5h-13z", css)
            case "0" | "4":
                self.path(f"M{x:.1f} {y - 6.5:.1f}l6.5 6.5-6.5 6.5-6.5-6.5z", css)
            case _:
                self.add("circle", cx=float(x), cy=float(y), r=5.5, css=css)

    def key_line(self, entries: Sequence[tuple[str, str]], y: float = 0) -> float:
        """The key, where a pattern must be learnt: (series, words) side by side; gives where it ends."""
        x = 0.0
        for series, words in entries:
            wide = 30 + letters(words, self.small)
            if x and x + wide > self.width:
                x, y = 0.0, y + 22
            if series == "before":
                self.path(f"M{x + 11:.1f} {y:.1f}v16", "tickprev")
            elif series == "goal":
                self.path(f"M{x:.1f} {y + 8:.1f}h22", "goalline")
            elif series == "reserved":
                self.add("rect", x=x + 1, y=y + 2, width=20, height=12, css="resv")
            elif series.startswith("line-"):
                self.path(f"M{x:.1f} {y + 8:.1f}h22", f"s{series[-1]} dash{series[-1]}")
                self.mark(x + 11, y + 8, series[-1])
            else:
                self.bar(x, y + 1, 22, 14, series)
            self.text(x + 29, y + 13, words, "ts")
            x += wide + 20
        return y + 30 if entries else y

    def body(self) -> SafeString:
        """All that was put on it, the patterns it uses first."""
        return format_html(
            "{}{}", self._definitions(), format_html_join("", "{}", ((p,) for p in self._parts))
        )

    def _definitions(self) -> SafeString:
        used = format_html_join("", "{}", ((self._pattern(name),) for name in sorted(self._patterns)))
        return format_html("<defs>{}</defs>", used) if used else used

    def _pattern(self, name: str) -> SafeString:
        side, d, stroke = PATTERNS[name]
        line = element("path", d=d, stroke_width=stroke)
        css = "ct-pat ct-pat--ink" if name == "hatch" else "ct-pat"
        return format_html(
            '<pattern id="{}-{}-{}" class="{}" width="{}" height="{}" patternUnits="userSpaceOnUse">{}</pattern>',
            self.key,
            self.width,
            name,
            css,
            side,
            side,
            line,
        )

    def svg(self, title: str, description: str, css: str) -> SafeString:
        """The whole drawing for a page: named by its title, described by every value."""
        key = f"{self.key}-{self.width}"
        return format_html(
            '<svg class="ct-draw {}" width="{}" height="{}" viewBox="0 0 {} {}" role="img"'
            ' aria-labelledby="{}-t" aria-describedby="{}-d">'
            '<title id="{}-t">{}</title><desc id="{}-d">{}</desc>{}</svg>',
            css,
            self.width,
            round(self.height),
            self.width,
            round(self.height),
            key,
            key,
            key,
            title,
            key,
            description,
            self.body(),
        )


def ticks(highest: float, about: int = 4) -> Iterator[float]:
    """Round steps from 0 to the first at or above `highest`; 0 and 1 when there is nothing to measure."""
    raw = max(highest, 1) / about
    power = 10.0 ** (len(str(int(raw))) - 1) if raw >= 1 else 1.0
    step = next(power * n for n in (1, 2, 2.5, 5, 10) if power * n >= raw and (power * n).is_integer())
    count = 0
    while True:
        yield step * count
        if step * count >= highest and count:
            return
        count += 1
