"""Kinds of mail of the tests' own, a clock at noon, and a real SMTP server."""

import socket
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from aiosmtpd.controller import Controller

from contratrata.ground.outbox import kinds
from posting import Post, kind

NOON = "2026-11-24 18:00:00+00:00"  # noon in Guatemala


@pytest.fixture(autouse=True)
def declared() -> Iterator[None]:
    """The kinds of these tests, beside those of the house."""
    before = dict(kinds._kinds), dict(kinds._groups)
    kinds.declare_group("news", "Novedades")
    kinds.declare(kind("test.link", urgent=True, looked_at=False))
    kinds.declare(kind("test.code", urgent=True, code=True))
    kinds.declare(kind("test.news", group="news", merges=True))
    kinds.declare(kind("test.other", merges=True))
    yield
    for registry, former in zip((kinds._kinds, kinds._groups), before, strict=True):
        registry.clear()
        registry.update(former)


@pytest.fixture
def noon() -> Iterator[time_machine.Traveller]:
    """The clock stands at noon in the region."""
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def post(settings: Any) -> Iterator[Post]:
    """A real SMTP server on this machine, and the settings that lead to it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    handler = Post()
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    yield handler
    handler.hangs = False
    controller.stop()
