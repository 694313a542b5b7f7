"""Links that let one person into one room: a token as Jitsi's Prosody checks it, a call as BigBlueButton's API does.

Sources: Jitsi, «Token authentication» of lib-jitsi-meet (HS256; values of `context.user` are texts, never booleans);
BigBlueButton, API reference (checksum: SHA-256 of the call's name, its query and the shared secret; `role`).
"""

import base64
import dataclasses
import datetime as dt
import hashlib
import hmac
import json
from collections.abc import Mapping
from urllib.parse import quote, urlencode, urlsplit

from contratrata.ground.base import clock

#: Clocks differ: a token holds since so long ago.
_SKEW = dt.timedelta(minutes=1)


@dataclasses.dataclass(frozen=True, slots=True)
class Shared:
    """What is shared with a server: where it is, who signs (Jitsi), for whom (Jitsi), and the secret."""

    address: str
    secret: str
    app_id: str = ""
    audience: str = ""


def jitsi(server: Shared, room: str, *, name: str, is_host: bool, until: dt.datetime) -> str:
    """A link into a room of Jitsi that lets her in until then. Of her it tells the name alone."""
    user = {"name": name, "moderator": _text(is_host), "affiliation": "owner" if is_host else "member"}
    claims = {
        "aud": server.audience or server.app_id,
        "iss": server.app_id,
        "sub": urlsplit(server.address).hostname,
        "room": room,
        "nbf": int((clock.now() - _SKEW).timestamp()),
        "exp": int(until.timestamp()),
        "context": {"user": user},
    }
    return f"{server.address}/{quote(room)}?jwt={token(claims, server.secret)}"


def token(claims: Mapping[str, object], secret: str) -> str:
    """A JSON Web Token, signed with HS256 (RFC 7515, 7519)."""
    head = _part(json.dumps({"alg": "HS256", "typ": "JWT"}).encode())
    body = _part(json.dumps(claims, ensure_ascii=False).encode())
    signed = f"{head}.{body}"
    return f"{signed}.{_part(hmac.digest(secret.encode(), signed.encode(), 'sha256'))}"


def bigbluebutton(server: Shared, call: str, **values: str) -> str:
    """The address of a call of BigBlueButton's API, with its checksum."""
    query = urlencode(values, quote_via=quote)
    checksum = hashlib.sha256(f"{call}{query}{server.secret}".encode()).hexdigest()
    return f"{server.address}/api/{call}?{query}&checksum={checksum}"


def joining(server: Shared, room: str, *, name: str, is_host: bool) -> str:
    """A link into a room of BigBlueButton that was created. Of her it tells the name alone."""
    role = "MODERATOR" if is_host else "VIEWER"
    return bigbluebutton(server, "join", fullName=name, meetingID=room, role=role, redirect="true")


def _part(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


def _text(value: bool) -> str:
    return "true" if value else "false"
