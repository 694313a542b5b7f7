"""Who opens lessons and their uses: every member reads, who represents one writes, the coordination publishes."""

_WRITERS = "beatriz flor diana gloria"
_READERS = "ana beatriz carla flor hilda diana elena irma gloria"
_IMPORTS = ("detail", "progress", "report", "bring", "cancel", "reverse", "go_on")
TABLE: dict[str, str] = {}
SAMPLES: dict[str, dict[str, str]] = {}
for _app, _row in (("lessons", "lesson_row_id"), ("lesson_uses", "use_row_id")):
    TABLE |= {
        f"{_app}:import:list": _WRITERS,
        **{f"{_app}:import:{page}": "" for page in _IMPORTS},
        f"{_app}:list": f"{_READERS} julia",
        f"{_app}:new": _WRITERS,
        f"{_app}:row": _READERS,
        f"{_app}:edit": "beatriz flor",
        f"{_app}:remove": "beatriz flor",
    }
    SAMPLES |= {f"{_app}:{page}": {"row_id": _row} for page in ("row", "edit", "remove")}
TABLE |= {f"lessons:{page}": "gloria" for page in ("publish", "take_back")}
SAMPLES |= {f"lessons:{page}": {"row_id": "lesson_row_id"} for page in ("publish", "take_back")}
TABLE |= dict.fromkeys(("lessons:catalogue", "lessons:page"), f"{_READERS} julia anonymous")
SAMPLES |= {"lessons:page": {"lesson_id": "lesson_row_id"}}
