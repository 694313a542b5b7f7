"""Who opens attendance: who represents the organisation that holds the event; the door of a session, anybody."""

_OWN = "beatriz flor"
_EVERYBODY = "ana beatriz carla flor hilda diana elena irma gloria julia"
_PAGES = ("overview", "clarify_next", "write", "bring", "sign_in", "door")
TABLE = {
    **{f"attendance:{page}": _OWN for page in (*_PAGES, "report", "take_back", "clarify")},
    **{f"attendance:{page}": "flor" for page in ("certificates", "certify")},
    **{
        f"attendance:{page}": f"{_EVERYBODY} anonymous"
        for page in ("enter", "screen", "own_paper", "own_link")
    },
}
_EVENT = {"event_id": "attended_event_id"}
SAMPLES: dict[str, dict[str, str]] = {
    **{
        f"attendance:{page}": _EVENT
        for page in ("overview", "clarify_next", "write", "certificates", "certify")
    },
    **{
        f"attendance:{page}": _EVENT | {"session_id": "attended_session_id"}
        for page in ("bring", "sign_in", "door")
    },
    "attendance:report": {"report_id": "attendance_report_id"},
    "attendance:take_back": {"report_id": "attendance_report_id"},
    "attendance:clarify": {"identity_id": "identity_id"},
    "attendance:enter": {"token": "door"},
    "attendance:screen": {"token": "door"},
    **{f"attendance:{page}": {"token": "certified_token"} for page in ("own_paper", "own_link")},
}
