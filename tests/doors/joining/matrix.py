"""Who opens the requests to join: the coordination; the form, anybody."""

_EVERYBODY = "ana beatriz carla flor hilda diana elena irma gloria julia"
TABLE = {
    "joining:join": f"{_EVERYBODY} anonymous",
    "joining:requests": "gloria",
    "joining:request": "gloria",
}
SAMPLES: dict[str, dict[str, str]] = {"joining:request": {"request_id": "join_id"}}
