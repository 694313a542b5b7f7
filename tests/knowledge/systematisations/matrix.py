"""Who opens systematisations: every member reads, who represents one writes, the coordination publishes."""

_WRITERS = "beatriz flor diana gloria"
_READERS = "ana beatriz carla flor hilda diana elena irma gloria"
_IMPORTS = ("detail", "progress", "report", "bring", "cancel", "reverse", "go_on")
_OWN = "beatriz flor"
_HERE = "systematisations"
TABLE: dict[str, str] = {}
SAMPLES: dict[str, dict[str, str]] = {}
for _app, _row in ((_HERE, "systematisation_id"), ("recommendation_tasks", "task_id")):
    TABLE |= {
        f"{_app}:import:list": _WRITERS,
        **{f"{_app}:import:{page}": "" for page in _IMPORTS},
        f"{_app}:list": f"{_READERS} julia",
        f"{_app}:new": _WRITERS,
        f"{_app}:row": _READERS,
        f"{_app}:edit": _OWN,
        f"{_app}:remove": _OWN,
    }
    SAMPLES |= {f"{_app}:{page}": {"row_id": _row} for page in ("row", "edit", "remove")}
_OF_ROW = ("publish", "take_back", "collect", "recall", "coedit", "send", "validate", "pdf", "word")
TABLE |= {f"{_HERE}:{page}": "gloria" for page in ("publish", "take_back")}
TABLE |= {f"{_HERE}:{page}": _OWN for page in ("collect", "recall", "coedit", "send", "validate", "answer")}
TABLE |= {
    f"{_HERE}:{page}": _OWN for page in ("part_new", "part_edit", "part_remove", "part_up", "part_past")
}
TABLE |= {f"{_HERE}:{page}": _OWN for page in ("part_restore", "part_forget")}
TABLE |= {f"{_HERE}:{page}": _READERS for page in ("pdf", "word")}
TABLE |= {f"{_HERE}:coedit_end": "beatriz flor diana"}
SAMPLES |= {f"{_HERE}:{page}": {"row_id": "systematisation_id"} for page in _OF_ROW}
SAMPLES |= {
    f"{_HERE}:part_new": {"row_id": "systematisation_id", "kind": "lesson_kind"},
    **{f"{_HERE}:{page}": {"row_id": "systematisation_id", "part_id": "part_id"}
       for page in ("part_edit", "part_remove", "part_up", "part_past")},
    **{f"{_HERE}:{page}": {"row_id": "systematisation_id", "part_id": "part_id", "version": "earlier_version"}
       for page in ("part_restore", "part_forget")},
    f"{_HERE}:coedit_end": {"row_id": "cowritten_id", "coeditor_id": "editor_id"},
    f"{_HERE}:answer": {"row_id": "systematisation_id", "comment_id": "comment_id"},
}  # fmt: skip
_OPEN = ("every", "page", "open_pdf", "open_word", "read")
TABLE |= {f"{_HERE}:{page}": f"{_READERS} julia anonymous" for page in _OPEN}
SAMPLES |= {
    f"{_HERE}:{page}": {"number": "systematisation_number"} for page in ("page", "open_pdf", "open_word")
}
SAMPLES |= {f"{_HERE}:read": {"token": "reader_token"}}
