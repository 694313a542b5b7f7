"""Who opens what of a referral.

That one was sent is known to colleagues who refer; a draft only to whom began it and supervision.
"""

from who import RECEIVER, REFERRING, SENDER, SIDES, WORKERS

TABLE = {
    **dict.fromkeys(
        ("referrals:inbox", "referrals:outbox"),
        REFERRING,
    ),
    "referrals:start": WORKERS,
    **dict.fromkeys(
        ("referrals:detail", "referrals:pdf"),
        f"{SIDES} carla",
    ),
    "referrals:say": SIDES,
    **dict.fromkeys(
        (
            "referrals:parts",
            "referrals:consent",
            "referrals:preview",
            "referrals:discard",
            "referrals:feedback_seen",
            "referrals:withdraw",
            "referrals:send_update",
        ),
        SENDER,
    ),
    **dict.fromkeys(
        (
            "referrals:receive",
            "referrals:begin_care",
            "referrals:accept",
            "referrals:decline",
            "referrals:attend",
            "referrals:close",
            "referrals:assign",
        ),
        RECEIVER,
    ),
    **dict.fromkeys(
        ("referrals:open_own_case", "referrals:look"),
        "elena",
    ),
}
SAMPLES: dict[str, dict[str, str]] = {
    "referrals:parts": {"referral_id": "draft_id"},
    "referrals:consent": {"referral_id": "draft_id"},
    "referrals:preview": {"referral_id": "draft_id"},
    "referrals:discard": {"referral_id": "draft_id"},
    "referrals:feedback_seen": {"referral_id": "closed_referral_id"},
    "referrals:assign": {"referral_id": "taken_referral_id"},
    "referrals:begin_care": {"referral_id": "taken_referral_id"},
    "referrals:attend": {"referral_id": "taken_referral_id"},
    "referrals:close": {"referral_id": "taken_referral_id"},
    "referrals:open_own_case": {"referral_id": "taken_referral_id"},
}
