"""In which band the cost of a practice falls; the bands are data (`bands.yaml`)."""

import functools
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from contratrata.ground.codes.public import Words


@functools.cache
def _data() -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("bands.yaml").read_text(encoding="utf-8"))
    return data


def band_of(cost: Any) -> str:
    """The code of the band of an amount of money; nothing for no amount, or one in a currency that is not told."""
    about = _data()["about"].get(cost.currency) if cost else None
    if not about:
        return ""
    dollars = cost.amount / Decimal(str(about))
    codes = [band["code"] for band in _data()["bands"] if "most" not in band or dollars <= band["most"]]
    return str(codes[0])


def band_options() -> dict[str, str]:
    """Every band with its words, the cheapest first."""
    return {band["code"]: Words(es=band["es"], en=band["en"]).here() for band in _data()["bands"]}
