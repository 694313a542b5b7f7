"""A meeting server that checks what it is asked as BigBlueButton does, and a reader of tokens as Prosody is one."""

import base64
import hashlib
import hmac
import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlsplit

#: Invented.
SECRET = "secreto-del-faro-ficticio"


class BigBlueButton:
    """What it was asked, and which rooms there are; `answer` overrules what it would say."""

    def __init__(self) -> None:
        self.created: dict[str, dict[str, str]] = {}
        self.calls: list[str] = []
        self.answer: bytes | None = None
        self.port = 0

    def asked(self, path: str) -> bytes:
        """The answer to a call, as the API documents it."""
        call = urlsplit(path).path.rpartition("/")[2]
        query, _mark, checksum = urlsplit(path).query.rpartition("&checksum=")
        self.calls.append(call)
        if self.answer is not None:
            return self.answer
        if hashlib.sha256(f"{call}{query}{SECRET}".encode()).hexdigest() != checksum:
            return _said("FAILED", "checksumError")
        values = dict(parse_qsl(query, strict_parsing=True))
        if call == "create":
            twice = values["meetingID"] in self.created
            self.created.setdefault(values["meetingID"], values)
            return _said("SUCCESS", "duplicateWarning" if twice else "")
        return _said("FAILED", "unsupportedRequest")

    def lets_in(self, url: str) -> dict[str, str]:
        """Whom a link to join lets in; raises where the server would not."""
        query, _mark, checksum = urlsplit(url).query.rpartition("&checksum=")
        assert hashlib.sha256(f"join{query}{SECRET}".encode()).hexdigest() == checksum
        values = dict(parse_qsl(query, strict_parsing=True))
        assert values["meetingID"] in self.created
        return values

    def reach(self, _host: str) -> socket.socket:
        """A line to it, instead of one over TLS to the net."""
        return socket.create_connection(("127.0.0.1", self.port), timeout=5)


def _said(code: str, key: str) -> bytes:
    return f"<response><returncode>{code}</returncode><messageKey>{key}</messageKey></response>".encode()


@contextmanager
def bigbluebutton() -> Iterator[BigBlueButton]:
    """One that answers on this machine."""
    held = BigBlueButton()

    class Site(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            content = held.asked(self.path)
            self.send_response(200)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_args: Any) -> None:
            """Nothing."""

    server = HTTPServer(("127.0.0.1", 0), Site)
    held.port = server.server_port
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield held
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def claims_of(url: str, secret: str = SECRET) -> dict[str, Any]:
    """What the token of a link says, once its signature was checked."""
    (token,) = parse_qs(urlsplit(url).query)["jwt"]
    signed, _dot, signature = token.rpartition(".")
    assert hmac.compare_digest(_bytes(signature), hmac.digest(secret.encode(), signed.encode(), "sha256"))
    head, body = (json.loads(_bytes(part)) for part in signed.split("."))
    assert head == {"alg": "HS256", "typ": "JWT"}
    result: dict[str, Any] = body
    return result


def _bytes(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))
