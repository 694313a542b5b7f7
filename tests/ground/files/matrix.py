"""Who opens files that hold no person: the realm's members, and anybody once they are published."""

_MEMBERS = "ana beatriz carla flor hilda diana elena irma gloria"
TABLE = {
    **dict.fromkeys(("files:shared_file", "files:shared_small"), _MEMBERS),
    **dict.fromkeys(("open_files:file", "open_files:small"), f"{_MEMBERS} julia anonymous"),
}
SAMPLES = {name: {"file_id": "shared_file_id"} for name in ("files:shared_file", "files:shared_small")}
