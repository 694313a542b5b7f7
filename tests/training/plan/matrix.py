"""Who opens the plan: every member reads, who represents one writes, the organisation of a plan takes proposals in."""

_WRITERS = "beatriz flor diana gloria"
_READERS = "ana beatriz carla flor hilda diana elena irma gloria"
_IMPORTS = ("detail", "progress", "report", "bring", "cancel", "reverse", "go_on")
TABLE: dict[str, str] = {
    "plan:home": f"{_READERS} julia",
    "plan:copy": _WRITERS,
    "plan:compare": _READERS,
    "plan:paper": _READERS,
    "plan:include": "beatriz flor",
}
SAMPLES: dict[str, dict[str, str]] = {
    "plan:include": {"offering_id": "proposed_offering_id"},
    **{f"plan:{page}": {"row_id": "plans_row_id"} for page in ("copy", "compare", "paper")},
}
for _app in ("plans", "offerings", "facilitations", "contributions"):
    TABLE |= {
        f"{_app}:import:list": _WRITERS,
        **{f"{_app}:import:{page}": "" for page in _IMPORTS},
        f"{_app}:list": f"{_READERS} julia",
        f"{_app}:new": _WRITERS,
        f"{_app}:row": _READERS,
        f"{_app}:edit": "beatriz flor",
        f"{_app}:remove": "beatriz flor",
    }
    SAMPLES |= {f"{_app}:{page}": {"row_id": f"{_app}_row_id"} for page in ("row", "edit", "remove")}
