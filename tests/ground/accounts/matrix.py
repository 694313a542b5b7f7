"""Who opens what: signing in, one's own account, second factor."""

from who import ANONYMOUS, EVERYBODY

# Recovery codes are shown once, to who has made them a moment ago.
TABLE = {
    **dict.fromkeys(
        (
            "account_login",
            "mfa_authenticate",
            "mfa_login_webauthn",
            "account_inactive",
            "account_reset_password",
            "account_reset_password_done",
            "account_reset_password_from_key",
            "account_reset_password_from_key_done",
            "account_logout",
        ),
        f"{EVERYBODY} {ANONYMOUS}",
    ),
    **dict.fromkeys(
        (
            "account_reauthenticate",
            "mfa_reauthenticate",
            "mfa_reauthenticate_webauthn",
            "account_change_password",
            "account:home",
            "account:details",
            "account:sessions",
            "account:end_session",
            "account:factors",
            "account:enrol",
            "account:totp",
            "account:passkey",
            "account:new_codes",
            "account:locked",
            "account:lock",
            "account:resume",
            "account:conduct",
        ),
        EVERYBODY,
    ),
    "account:remove_factor": "ana",
    **dict.fromkeys(
        ("account:codes", "account:codes_file"),
        "",
    ),
}
SAMPLES: dict[str, dict[str, str]] = {
    "account_reset_password_from_key": {"uidb36": "1", "key": "set-password"},
}
