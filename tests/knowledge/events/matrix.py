"""Who opens events: every member reads the plan, who represents its organisation writes and publishes it."""

_WRITERS = "beatriz flor diana gloria"
_READERS = "ana beatriz carla flor hilda diana elena irma gloria"
_IMPORTS = ("detail", "progress", "report", "bring", "cancel", "reverse", "go_on")
_OWN = "beatriz flor"
TABLE = {
    "events:import:list": _WRITERS,
    **{f"events:import:{page}": "" for page in _IMPORTS},
    "events:list": f"{_READERS} julia",
    "events:new": _WRITERS,
    "events:row": _READERS,
    **{f"events:{page}": _OWN for page in ("edit", "remove", "publish", "cancel")},
    "events:resume": _OWN,
    "events:take_back": f"{_OWN} gloria",
    **{f"events:{page}": _OWN for page in ("new_part", "part", "remove_part", "put_earlier", "withdraw")},
    "events:calendar": f"{_READERS} julia",
    "events:tables": _READERS,
    **{
        f"events:{page}": f"{_READERS} julia anonymous"
        for page in ("catalogue", "page", "feed", "calendar_file")
    },
}
_ROW = {"row_id": "event_id"}
SAMPLES: dict[str, dict[str, str]] = {
    **{
        f"events:{page}": _ROW
        for page in ("row", "edit", "remove", "publish", "cancel", "resume", "take_back", "tables")
    },
    "events:new_part": {"slug": "sesiones"},
    "events:part": {"slug": "sesiones", "part_id": "session_id"},
    "events:remove_part": {"slug": "sesiones", "part_id": "session_id"},
    "events:put_earlier": {"session_id": "session_id"},
    "events:withdraw": {"speaker_id": "speaker_id"},
    "events:page": {"code": "event_code"},
    "events:calendar_file": {"code": "event_code"},
}
