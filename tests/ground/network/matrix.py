"""Who opens what: organisations, staff, agreements, invitations, help with a lost factor."""

from who import ANONYMOUS, EVERYBODY, KEEPERS

TABLE = {
    **dict.fromkeys(
        ("entry:invitation", "entry:ask_help"),
        f"{EVERYBODY} {ANONYMOUS}",
    ),
    **dict.fromkeys(
        ("network:choose", "network:other", "network:organisations"),
        EVERYBODY,
    ),
    **dict.fromkeys(
        ("network:invite_organisation", "network:invite_again"),
        "gloria",
    ),
    **dict.fromkeys(
        ("network:staff", "network:agreements"),
        KEEPERS,
    ),
    **dict.fromkeys(
        (
            "network:invite_person",
            "network:change_roles",
            "network:end_membership",
            "network:revoke_invitation",
            "network:settings",
        ),
        "flor",
    ),
    "entry:helps": "beatriz flor gloria",
    "entry:answer_help": "beatriz flor",
}
SAMPLES: dict[str, dict[str, str]] = {
    "network:invite_again": {"invitation_id": "first_invitation_id"},
}
