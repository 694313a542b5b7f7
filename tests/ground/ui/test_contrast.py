"""Every ink on its wash reaches 4.5 : 1, in light and in dark."""

import re

import pytest

from contratrata.ground.ui.styles.compile import STYLES

TOKENS = (STYLES / "_tokens.scss").read_text(encoding="utf-8")
LIGHT, DARK = TOKENS.split("prefers-color-scheme: dark")
PAIRS = [
    *((ink, ground) for ink in ("ink", "soft", "link", "late", "brand") for ground in ("page", "wash")),
    *((state, f"{state}-wash") for state in ("late", "soon", "wait", "done", "plain")),
    *(("ink", f"{state}-wash") for state in ("late", "soon", "done")),
    ("white", "bar"),
    ("bar-soft", "bar"),
    ("bar-soft", "bar-deep"),
    ("net-ink", "net"),
    ("net-line", "page"),
    ("white", "exit"),
    ("white", "act"),
    ("white", "training"),
    ("page", "late"),
    *((f"q{n}-ink", f"q{n}") for n in range(1, 6)),
    *(("page", series) for series in ("c1", "c2", "c3", "c4")),
]


def colours(part: str) -> dict[str, str]:
    return dict(re.findall(r"--ct-([\w-]+): (#[0-9a-f]{6});", part))


def luminance(colour: str) -> float:
    """Relative luminance of WCAG 2.2."""
    channels = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), PAIRS)
def test_contrast(ink: str, ground: str, scheme: str) -> None:
    known = {"white": "#ffffff"} | colours(LIGHT) | (colours(DARK) if scheme == "dark" else {})
    bright, dim = sorted((luminance(known[ink]), luminance(known[ground])), reverse=True)
    assert (bright + 0.05) / (dim + 0.05) >= 4.5
