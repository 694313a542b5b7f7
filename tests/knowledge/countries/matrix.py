"""Who opens the country pages: every member reads, who represents one writes, the coordination publishes."""

_WRITERS = "beatriz flor diana gloria"
TABLE = {
    "countries:list": "ana beatriz carla flor hilda diana elena irma gloria julia",
    "countries:new": _WRITERS,
    "countries:entry": "ana beatriz carla flor hilda diana elena irma gloria",
    "countries:edit": "flor",
    "countries:publish": "gloria",
    # The world of the matrix has nothing published: the page does not exist for anybody (test_countries).
    "countries:page": "",
}
SAMPLES: dict[str, dict[str, str]] = {
    "countries:publish": {"verb": "publicar"},
    "countries:page": {"language": "es", "code": "gtm"},
}
