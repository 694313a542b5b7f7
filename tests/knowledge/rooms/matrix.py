"""Who opens rooms: who plans the event; servers the administration; anybody the page behind a link."""

_ANYBODY = "ana beatriz carla flor hilda diana elena irma gloria julia anonymous"
_PLANNERS = "beatriz flor"
_KEEPERS = "flor"
_EVENT = ("of_event", "tell")
_ONE = ("set", "remove", "moderate")
_SERVER = ("server", "remove_server")
_OPEN = ("enter", "enter_named", "host")
TABLE = {
    **{f"rooms:{page}": _PLANNERS for page in (*_EVENT, *_ONE)},
    **{f"rooms:{page}": "flor gloria" for page in ("servers", "new_server")},
    **{f"rooms:{page}": _KEEPERS for page in _SERVER},
    **{f"rooms:{page}": _ANYBODY for page in _OPEN},
}
_OF = {"event_id": "room_event_id"}
SAMPLES: dict[str, dict[str, str]] = {
    **{f"rooms:{page}": _OF for page in _EVENT},
    **{f"rooms:{page}": _OF | {"session_id": "room_session_id"} for page in _ONE},
    **{f"rooms:{page}": {"server_id": "meeting_server_id"} for page in _SERVER},
    **{f"rooms:{page}": {"token": "room_token", "session_id": "room_session_id"} for page in _OPEN[:2]},
    "rooms:host": {"token": "host_token"},
}
