"""Who opens surveys: anybody the sheet, who organises the event the rest."""

_ANYBODY = "ana beatriz carla flor hilda diana elena irma gloria julia anonymous"
_OWN = "beatriz flor"
_PAGES = ("one", "change", "remove", "open", "last_day", "close", "sheet", "paper", "words", "tag", "names")
TABLE = {
    "surveys:answer": _ANYBODY,
    "surveys:answer_by": _ANYBODY,
    "surveys:of_event": _OWN,
    "surveys:new": _OWN,
    **{f"surveys:{page}": _OWN for page in _PAGES},
}
_OPEN = {"event_code": "survey_event_code", "survey_code": "survey_code"}
_WORDS = {"survey_id": "answered_survey_id", "question": "expects"}
SAMPLES: dict[str, dict[str, str]] = {
    "surveys:answer": _OPEN,
    "surveys:answer_by": _OPEN | {"survey_code": "ticket_survey_code", "ticket": "survey_ticket"},
    "surveys:of_event": {"event_id": "survey_event_id"},
    "surveys:new": {"event_id": "survey_event_id"},
    "surveys:change": {"survey_id": "draft_survey_id"},
    "surveys:remove": {"survey_id": "draft_survey_id"},
    "surveys:open": {"survey_id": "draft_survey_id"},
    "surveys:sheet": {"survey_id": "answered_survey_id"},
    "surveys:paper": {"survey_id": "answered_survey_id"},
    "surveys:words": _WORDS,
    "surveys:tag": _WORDS | {"answer_id": "survey_answer_id"},
    "surveys:names": {"survey_id": "named_survey_id"},
}
