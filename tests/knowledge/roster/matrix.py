"""Who opens the roster: every member; a letter, the two persons it is between."""

_READERS = "ana beatriz carla flor hilda diana elena irma gloria"
TABLE = {
    "roster:experts": f"{_READERS} julia",
    "roster:mine": f"{_READERS} julia",
    "roster:withdraw": "beatriz",
    "roster:expert": _READERS,
    "roster:letter": "ana beatriz",
}
SAMPLES: dict[str, dict[str, str]] = {}
