"""Who opens adoption: every member reads, who represents an organisation says and asks, both sides read requests."""

_READERS = "ana beatriz carla flor hilda diana elena irma gloria"
_WRITERS = "beatriz flor diana gloria"
TABLE = {
    "adoption:practice": _READERS,
    "adoption:matrix": f"{_READERS} julia",
    "adoption:row": _READERS,
    "adoption:want": "diana gloria",
    "adoption:ask": "beatriz flor gloria",
    "adoption:step": "diana",
    "adoption:name": "diana",
    "adoption:learn": "diana",
    "adoption:change_learned": "diana",
    "adoption:remove_learned": "diana",
    "adoption:accept": "beatriz flor gloria",
    "adoption:refuse": "beatriz flor gloria",
    "adoption:request": "beatriz flor diana gloria",
    "adoption:answer": "diana",
    "adoption:decide": "diana",
    "adoption:open_matrix": f"{_READERS} julia anonymous",
}
_PRACTICE = {"row_id": "adopted_id"}
SAMPLES: dict[str, dict[str, str]] = {
    "adoption:practice": _PRACTICE,
    "adoption:want": _PRACTICE,
    "adoption:ask": _PRACTICE | {"organisation_id": "adopter_id"},
    "adoption:step": {"adoption_id": "adoption_id", "slug": "follow_slug"},
    "adoption:answer": {"request_id": "open_request_id"},
    "adoption:decide": {"request_id": "proposal_id"},
}
