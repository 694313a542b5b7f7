"""Who opens files that hold no person: the realm's members, and anybody once they are published."""

_MEMBERS = "ana beatriz carla flor hilda diana elena irma gloria"
TABLE = {
    # A file is given out to whom the package of its thing names; nobody has named anybody for this one.
    **dict.fromkeys(
        ("files:download", "files:small"),
        "",
    ),
    **dict.fromkeys(("files:shared_file", "files:shared_small"), _MEMBERS),
    **dict.fromkeys(("open_files:file", "open_files:small"), f"{_MEMBERS} julia anonymous"),
}
SAMPLES = {name: {"file_id": "shared_file_id"} for name in ("files:shared_file", "files:shared_small")}
