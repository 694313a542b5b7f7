"""Who opens the curriculum: every member reads, who represents one writes, nothing of it is public."""

_WRITERS = "beatriz flor diana gloria"
_READERS = "ana beatriz carla flor hilda diana elena irma gloria"
_IMPORTS = ("detail", "progress", "report", "bring", "cancel", "reverse", "go_on")
TABLE: dict[str, str] = {
    "curriculum:matrix": f"{_READERS} julia",
    "curriculum:editions": f"{_READERS} julia",
    "curriculum:edition": _READERS,
    "curriculum:close": "gloria",
}
SAMPLES: dict[str, dict[str, str]] = {"curriculum:edition": {"number": "1"}}
for _app in ("themes", "competences", "courses", "units"):
    TABLE |= {
        f"{_app}:import:list": _WRITERS,
        **{f"{_app}:import:{page}": "" for page in _IMPORTS},
        f"{_app}:list": f"{_READERS} julia",
        f"{_app}:new": _WRITERS,
        f"{_app}:row": _READERS,
        f"{_app}:edit": "beatriz flor",
        f"{_app}:remove": "beatriz flor",
    }
    SAMPLES |= {f"{_app}:{page}": {"row_id": f"{_app}_row_id"} for page in ("row", "edit", "remove")}
