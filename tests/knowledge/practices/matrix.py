"""Who opens the practices: every member reads, who represents one writes, the coordination publishes."""

_WRITERS = "beatriz flor diana gloria"
_READERS = "ana beatriz carla flor hilda diana elena irma gloria"
TABLE = {
    "practices:import:list": _WRITERS,
    **dict.fromkeys(
        [
            f"practices:import:{page}"
            for page in ("detail", "progress", "report", "bring", "cancel", "reverse", "go_on")
        ],
        "",
    ),
    "practices:list": f"{_READERS} julia",
    "practices:new": _WRITERS,
    "practices:row": _READERS,
    **dict.fromkeys(("practices:ficha", "practices:word"), _READERS),
    **dict.fromkeys(("practices:word_blank", "practices:word_bring_new"), _WRITERS),
    "practices:word_bring": "beatriz flor",
    "practices:edit": "beatriz flor",
    "practices:remove": "beatriz flor",
    "practices:publish": "gloria",
    "practices:take_back": "gloria",
}
SAMPLES: dict[str, dict[str, str]] = {
    f"practices:{page}": {"row_id": "practice_id"}
    for page in ("row", "ficha", "word", "word_bring", "edit", "remove", "publish", "take_back")
}
SAMPLES |= {
    "practices:submit": {"row_id": "practice_id"},
    "practices:coedit": {"row_id": "practice_id"},
    "practices:coedit_end": {"row_id": "coedited_id", "coeditor_id": "coeditor_id"},
    "practices:recall": {"row_id": "waiting_id"},
    "practices:review": {"row_id": "waiting_id"},
    "practices:reply": {"row_id": "practice_id"},
}
TABLE |= {
    "practices:submit": "beatriz flor",
    "practices:coedit": "beatriz flor",
    "practices:coedit_end": "beatriz flor diana",
    "practices:recall": "beatriz flor",
    "practices:review": "diana gloria",
    "practices:reply": "beatriz flor",
}
TABLE |= dict.fromkeys(("practices:open_ficha", "practices:open_word"), f"{_READERS} julia anonymous")
SAMPLES |= {page: {"practice_id": "published_id"} for page in ("practices:open_ficha", "practices:open_word")}
_OPEN = ("catalogue", "atom", "rss", "page", "cite", "bibtex", "ris", "oai")
TABLE |= {f"practices:{page}": f"{_READERS} julia anonymous" for page in _OPEN}
SAMPLES |= {f"practices:{page}": {"code": "published_number"} for page in ("page", "cite", "bibtex", "ris")}
TABLE |= {
    "practices:call": "gloria",
    "practices:decline": "diana",
    "practices:changes": _READERS,
    "practices:forget": "beatriz flor",
    "practices:silence": "gloria",
}
SAMPLES |= {
    "practices:call": {"row_id": "waiting_id"},
    "practices:decline": {"row_id": "waiting_id"},
    "practices:changes": {"row_id": "practice_id"},
    "practices:forget": {"row_id": "practice_id", "version": "practice_version"},
    "practices:silence": {"row_id": "published_id"},
}
