"""Who opens registrations: anybody the form and her own link; who organises the rest; a focal point proposes people."""

_ANYBODY = "ana beatriz carla flor hilda diana elena irma gloria julia anonymous"
_WRITERS = "beatriz flor diana gloria"
_OWN = "beatriz flor"
_OPEN = ("sign_up", "invited", "own", "change", "withdraw", "quiet", "calendar", "participants")
_EVENT = ("of_event", "terms", "invite", "turn_link", "sheet")
_ONE = ("one", "approve", "give_place", "to_list", "decline", "erase")
TABLE = {
    **{f"registrations:{page}": _ANYBODY for page in _OPEN},
    "registrations:list": _WRITERS,
    "registrations:nominate": "diana gloria",
    **{f"registrations:{page}": _OWN for page in (*_EVENT, *_ONE)},
}
SAMPLES: dict[str, dict[str, str]] = {
    "registrations:sign_up": {"code": "event_code"},
    "registrations:invited": {"code": "event_code", "invitation": "registration_invitation"},
    **{f"registrations:{page}": {"token": "registration_token"} for page in _OPEN[2:]},
    **{f"registrations:{page}": {"registration_id": "signed_up_id"} for page in _ONE},
}
