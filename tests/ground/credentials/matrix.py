"""Who opens what of credentials: who issues reads, the administration revokes and keeps keys; anybody verifies."""

_EVERYBODY = "ana beatriz carla flor hilda diana elena irma gloria julia anonymous"
_OPEN = ("verify", "verify_file", "code", "code_file", "held", "held_file", "status", "keys")
_ISSUERS = ("one", "paper", "send_link")
TABLE = {
    **{f"credentials:{name}": _EVERYBODY for name in _OPEN},
    "credentials:list": "flor diana gloria",
    "credentials:progress": "flor",
    "credentials:go_on": "flor",
    **{f"credentials:{name}": "flor" for name in (*_ISSUERS, "revoke", "signing_keys", "rotate", "stolen")},
}
SAMPLES: dict[str, dict[str, str]] = {
    **{f"credentials:{name}": {"code": "credential_code"} for name in ("code", "code_file")},
    "credentials:held": {"token": "credential_token"},
    "credentials:held_file": {"token": "credential_token", "form": "json"},
    **{f"credentials:{name}": {"award_id": "credential_award_id"} for name in ("progress", "go_on")},
    "credentials:status": {"list_id": "status_list_id"},
    "credentials:keys": {"issuer_id": "issuer_id"},
    **{f"credentials:{name}": {"public": "signing_key"} for name in ("rotate", "stolen")},
}
