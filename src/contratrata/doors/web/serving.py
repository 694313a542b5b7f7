"""The worker of the web: a request is handed to Django only when it is here as a whole.

gunicorn keeps the processes; waitress, whose one loop reads every connection, reads the requests. A client that sends
a byte now and then (or a telephone on a thin link) holds a few kilobytes, never one of the threads that answer.
"""

import os
import threading
import time
import weakref
from typing import Any, cast

import waitress
from django.template.loader import render_to_string
from gunicorn.workers.base import Worker
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.server import TcpWSGIServer
from waitress.utilities import RequestEntityTooLarge

#: Seconds within which a head, and a whole request with its body, must have come; and a connection may idle.
HEAD, WHOLE, IDLE = 20, 300, 75
#: Connections at once; what lies beyond waits in the queue of the socket.
CONNECTIONS = 1_000
#: A body beyond this is refused as it comes; the largest file that may be brought has 100 MB, and its form some more.
MOST_FILE = 100 * 1024 * 1024
MOST_BODY = MOST_FILE + 4 * 1024 * 1024
#: So much may wait in memory for its end, in all connections; beyond it another large body is asked to come later.
LARGE, MOST_HELD = 1024 * 1024, 256 * 1024 * 1024
LONGEST_HEAD = 32 * 1024
_HEADERS = [
    ("Content-Type", "text/html; charset=utf-8"),
    ("Content-Security-Policy", "default-src 'self'"),
    ("X-Content-Type-Options", "nosniff"),
    ("Cache-Control", "no-store"),
]


class _Refusal(RequestEntityTooLarge):
    """A page of ours in place of the server's own English line."""

    def __init__(self, status: str, page: str) -> None:
        super().__init__("")
        self.status, self.page = status, page

    def to_response(self, ident: str | None = None) -> tuple[str, list[tuple[str, str]], Any]:
        """The status, headers and body (bytes, whatever the stub says)."""
        body = render_to_string(self.page, {"most": MOST_FILE >> 20}).encode()
        return (self.status, _HEADERS, body)


class Parser(HTTPRequestParser):
    """A request coming in, which is refused as soon as it is more than may be held for it."""

    weighed = False

    def received(self, data: bytes) -> int:
        """Take what came."""
        consumed = int(super().received(data))
        unmeasured = self.chunked and self.body_bytes_received > LARGE
        if unmeasured or isinstance(self.error, RequestEntityTooLarge):
            self._refuse("413 Request Entity Too Large", "web/errors/file_too_large.html")
        elif self.headers_finished and not self.weighed and self.content_length > LARGE:
            self.weighed = True
            if sum(one.content_length for one in _large) + self.content_length > MOST_HELD:
                self._refuse("503 Service Unavailable", "web/errors/uploads_wait.html")
            else:
                _large.add(self)
        return consumed

    def _refuse(self, status: str, page: str) -> None:
        self.error, self.completed = _Refusal(status, page), True


#: The large requests that this process holds, until they are answered.
_large: "weakref.WeakSet[Parser]" = weakref.WeakSet()


class Channel(HTTPChannel):
    """A connection that knows since when a request has been coming in."""

    parser_class = Parser
    began: float | None = None

    def received(self, data: bytes) -> bool:
        """Take what came."""
        took = bool(super().received(data))
        if self.request is None:
            self.began = None
        elif self.began is None:
            self.began = time.time()
        return took

    def late(self, now: float) -> bool:
        """Whether its request has been coming in for too long."""
        request, began = self.request, self.began
        if request is None or began is None:
            return False
        return now - began > (WHOLE if request.headers_finished else HEAD)


class _Server(TcpWSGIServer):
    channel_class = Channel

    def maintenance(self, now: int) -> None:
        """Close what idles, and what drips."""
        super().maintenance(now)
        channels = cast("dict[int, Channel]", self.active_channels)  # by descriptor; the stub names one
        for channel in list(channels.values()):
            if channel.late(now):
                channel.will_close = True


class BufferingWorker(Worker):
    """One process of the web under gunicorn; ends when its master does, and after what it was answering."""

    def run(self) -> None:
        """Serve until gunicorn says so."""
        listeners = cast("list[Any]", self.sockets)  # each wraps its socket; the stub says plain ones
        servers = [self._server(one.sock) for one in listeners]
        beat = threading.Thread(target=self._beat, args=(servers,), daemon=True)
        beat.start()
        for server in servers[1:]:
            threading.Thread(target=server.run, daemon=True).start()
        servers[0].run()

    def _server(self, sock: Any) -> Any:
        sock.setblocking(False)
        adjustments = waitress.adjustments.Adjustments(
            sockets=[sock],
            threads=self.cfg.threads,
            connection_limit=CONNECTIONS,
            channel_timeout=IDLE,
            cleanup_interval=5,
            max_request_body_size=MOST_BODY,
            max_request_header_size=LONGEST_HEAD,
            inbuf_overflow=MOST_BODY,  # in memory: what is sent here is never written to the disk in clear
            asyncore_use_poll=True,
            clear_untrusted_proxy_headers=False,  # whom to believe is said by CONTRATRATA_PROXIES
            ident=None,
        )
        dispatcher = waitress.task.ThreadedTaskDispatcher()
        dispatcher.set_thread_count(self.cfg.threads)
        place = (sock.family, sock.type, sock.proto, sock.getsockname())
        return _Server(
            cast("Any", self.wsgi),
            {},
            True,
            sock,
            dispatcher=dispatcher,
            adj=adjustments,
            bind_socket=False,
            sockinfo=place,
        )

    def _beat(self, servers: list[Any]) -> None:
        """Tell gunicorn that this process lives; when it shall not, stop taking and finish."""
        while self.alive and os.getppid() == self.ppid:
            self.notify()
            time.sleep(1)
        for server in servers:
            server.task_dispatcher.shutdown(timeout=self.cfg.graceful_timeout)
        os._exit(0)
