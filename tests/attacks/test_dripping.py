"""Clients that send a byte now and then hold no thread: honest requests are answered meanwhile."""

import contextlib
import select
import socket
import threading
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from running import Site

from cast import Cast
from contratrata.doors.web import serving

pytestmark = [pytest.mark.real_commits]
DRIPPING, HONEST = 200, 50


@pytest.fixture
def site(real_cast: Cast, tmp_path: Path) -> Iterator[Site]:
    running = Site(tmp_path)
    try:
        running.start_web()
        yield running
    finally:
        running.stop()


@contextlib.contextmanager
def dripping(address: str, number: int) -> Iterator[None]:
    """So many connections on which a head, or a body, never ends."""
    place = urlsplit(address)
    host, port = place.hostname or "", place.port or 0
    head = f"GET /entrar/ HTTP/1.1\r\nHost: {place.netloc}\r\nX-A: ".encode()
    body = f"POST /entrar/ HTTP/1.1\r\nHost: {place.netloc}\r\nContent-Length: 100000\r\n\r\na=".encode()
    done = threading.Event()
    with contextlib.ExitStack() as stack:
        drops = [
            stack.enter_context(socket.create_connection((host, port), timeout=60)) for _ in range(number)
        ]
        for n, one in enumerate(drops):
            one.sendall(head if n % 2 else body)

        def drip() -> None:
            while not done.wait(0.2):
                for one in drops:
                    with contextlib.suppress(OSError):
                        one.sendall(b"x")

        thread = threading.Thread(target=drip)
        thread.start()
        try:
            yield
        finally:
            done.set()
            thread.join()


def test_two_hundred_dripping_connections_stop_nobody(site: Site) -> None:
    with dripping(site.address, DRIPPING):
        for _ in range(HONEST):
            with urllib.request.urlopen(f"{site.address}/entrar/", timeout=60) as answer:  # noqa: S310 - our own
                assert answer.status == 200
                assert b"ContraTrata" in answer.read()


def test_a_body_too_large_is_refused_as_it_comes(site: Site) -> None:
    place = urlsplit(site.address)
    with socket.create_connection((place.hostname or "", place.port or 0), timeout=60) as one:
        head = f"POST /entrar/ HTTP/1.1\r\nHost: {place.netloc}\r\nContent-Length: {10**10}\r\n\r\n"
        one.sendall(head.encode() + b"a" * 1000)
        answer = whole(one)
        assert answer.startswith(b"HTTP/1.1 413")
        assert "El archivo pesa demasiado" in answer.decode()


def test_what_is_held_for_all_has_an_end(site: Site) -> None:
    """Large bodies that never end fill no memory: the next is asked to come later, small ones go on."""
    place = urlsplit(site.address)
    head = f"POST /entrar/ HTTP/1.1\r\nHost: {place.netloc}\r\nContent-Length: {serving.MOST_FILE}\r\n\r\na"
    processes, each = 2, serving.MOST_HELD // serving.MOST_FILE
    with contextlib.ExitStack() as stack:
        answers = []
        for _ in range(processes * each + 6):
            one = stack.enter_context(
                socket.create_connection((place.hostname or "", place.port or 0), timeout=60)
            )
            one.sendall(head.encode())
            answers.append(one)
        refused = [one for one in answers if answered(one)]
        assert 6 <= len(refused) < len(answers)
        assert "en unos minutos" in whole(refused[0]).decode()
        with urllib.request.urlopen(f"{site.address}/entrar/", timeout=60) as answer:  # noqa: S310 - our own
            assert answer.status == 200


def whole(one: socket.socket) -> bytes:
    """The whole answer, up to the end of the connection."""
    return b"".join(iter(lambda: one.recv(65536), b""))


def answered(one: socket.socket) -> bool:
    """Whether an answer begins to come within a second."""
    return bool(select.select([one], [], [], 1)[0])
