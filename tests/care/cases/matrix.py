"""Who opens what: cases, first contacts, registrations."""

from who import CASE, WORKERS

TABLE = {
    **dict.fromkeys(
        (
            "cases:list",
            "cases:find",
            "cases:register",
            "cases:blank",
            "cases:register_start",
            "cases:contact_new",
            "cases:contacts",
        ),
        WORKERS,
    ),
    **dict.fromkeys(
        ("cases:register_page", "cases:register_summary", "cases:register_discard"),
        "ana",
    ),
    **dict.fromkeys(
        (
            "cases:contact",
            "cases:contact_to_case",
            "cases:detail",
            "cases:story",
            "cases:plan",
            "cases:team",
            "cases:history",
            "cases:print",
            "cases:print_pdf",
            "cases:edit",
            "cases:elements",
            "cases:assert_status",
            "cases:consents",
            "cases:consent_new",
            "cases:consent_withdraw",
            "cases:note_new",
            "cases:note_amend",
            "cases:needs_new",
            "cases:need_end",
            "cases:need_reopen",
            "cases:step",
            "cases:step_done",
            "cases:share",
            "cases:unshare",
            "cases:hand_over",
            "cases:follow_up",
            "cases:resume",
            "cases:close",
            "cases:reopen",
            "cases:remove_copied",
        ),
        CASE,
    ),
    "cases:erase": "beatriz",
}
SAMPLES: dict[str, dict[str, str]] = {
    "cases:edit": {"what": "nombre"},
    "cases:reopen": {"case_id": "closed_case_id"},
    "cases:unshare": {"case_id": "closed_case_id"},
    "cases:consent_new": {"kind": "compartir"},
    "cases:register_page": {"slug": "llegada"},
}
