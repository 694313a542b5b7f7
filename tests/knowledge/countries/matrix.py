"""Who opens the country pages: every member reads, who represents one writes, the coordination publishes."""

_WRITERS = "beatriz flor diana gloria"
TABLE = {
    "countries:import:list": _WRITERS,
    **dict.fromkeys(
        [
            f"countries:import:{page}"
            for page in ("detail", "progress", "report", "bring", "cancel", "reverse", "go_on")
        ],
        "",
    ),
    "countries:list": "ana beatriz carla flor hilda diana elena irma gloria julia",
    "countries:new": _WRITERS,
    "countries:row": "ana beatriz carla flor hilda diana elena irma gloria",
    "countries:edit": "beatriz flor",
    "countries:remove": "beatriz flor",
    "countries:publish": "gloria",
    "countries:take_back": "gloria",
    "countries:page": "ana beatriz carla flor hilda diana elena irma gloria julia anonymous",
}
SAMPLES: dict[str, dict[str, str]] = {"countries:page": {"language": "es", "code": "gtm"}}
