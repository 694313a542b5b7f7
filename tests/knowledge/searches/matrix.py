"""Who opens kept searches: every member her own."""

_READERS = "ana beatriz carla flor diana elena irma gloria julia"
TABLE = {"searches:list": _READERS, "searches:new": _READERS}
TABLE |= {f"searches:{page}": "ana" for page in ("detail", "remove")}
SAMPLES = {f"searches:{page}": {"search_id": "search_id"} for page in ("detail", "remove")}
