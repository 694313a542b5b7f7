"""Who opens a conversation: every member; her own post who wrote it; what is hidden and shown, the coordination."""

_MEMBERS = "ana beatriz carla flor diana elena irma gloria"
TABLE = {
    "conversation:thread": _MEMBERS,
    "conversation:edit": "flor",
    "conversation:report": "ana beatriz carla diana elena irma gloria",
    "conversation:hide": "gloria",
    "conversation:show": "gloria",
}
SAMPLES: dict[str, dict[str, str]] = {"conversation:thread": {"row_id": "talked_id"}}
