"""Who opens what happens in a session: who represents the organisation that holds it; by a link, whoever has it."""

_OWN = "beatriz flor"
_EVERYBODY = "ana beatriz carla flor hilda diana elena irma gloria julia anonymous"
_EVENT, _SESSION = (
    ("plenary", "propose", "take"),
    ("table", "turn", "share", "reopen", "room", "screen", "poll_new"),
)
_PARTS = ("judge", "poll_move", "word")
_TABLE, _ROOM = ("write", "note", "agree", "agreement", "wish"), ("door", "board", "seat")
TABLE = {
    **{f"live:{page}": _OWN for page in (*_EVENT, *_SESSION, *_PARTS)},
    **{f"live:{page}": _EVERYBODY for page in (*_TABLE, *_ROOM)},
}
_ONE = {"event_id": "live_event_id", "session_id": "live_session_id"}
SAMPLES: dict[str, dict[str, str]] = {
    **{f"live:{page}": {"event_id": "live_event_id"} for page in _EVENT},
    **{f"live:{page}": _ONE for page in (*_SESSION, *_PARTS)},
    **{f"live:{page}": {"token": "table_token"} for page in _TABLE},
    "live:door": {"token": "door_token"},
    "live:board": {"token": "door_token"},
    "live:seat": {"token": "seat_token"},
}
SAMPLES["live:take"] |= {"systematisation_id": "live_systematisation_id"}
SAMPLES["live:judge"] |= {"question_id": "room_question_id"}
SAMPLES["live:poll_move"] |= {"slug": "cerrar"}
