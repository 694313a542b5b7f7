"""Who opens what: the pages that compose, help, components."""

from who import ANONYMOUS, EVERYBODY, REFERRING

# `web:country` is of a role that nobody of the cast holds: tests/doors/web/test_homes.py.
TABLE = {
    **dict.fromkeys(
        ("set_language", "web:components", "web:component_page", "web:home"),
        f"{EVERYBODY} {ANONYMOUS}",
    ),
    **dict.fromkeys(
        ("web:start", "web:help"),
        EVERYBODY,
    ),
    "web:today": REFERRING,
    "web:network": "gloria",
    "web:team": "beatriz",
    "web:country": "",
}
SAMPLES: dict[str, dict[str, str]] = {
    "web:component_page": {"page": "dibujos"},
}
