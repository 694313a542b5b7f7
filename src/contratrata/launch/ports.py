"""The address of the web server: a socket opened here and handed down, so nobody can take it in between."""

from __future__ import annotations

import errno
import socket

from contratrata.launch.errors import LaunchError

_TRIED = 50


def listen(wanted: int) -> socket.socket:
    """A listening socket on 127.0.0.1 at `wanted`, or at the next port that is free.

    Raises LaunchError when fifty in a row are taken.
    """
    for port in range(wanted, min(wanted + _TRIED, 65_536)):
        if _answers_on_ipv6(port):
            continue  # browsers ask [::1] first for «localhost» and would meet the other program
        opened = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            opened.bind(("127.0.0.1", port))
            opened.listen(256)
        except OSError as problem:
            opened.close()
            if problem.errno not in {errno.EADDRINUSE, errno.EACCES}:
                raise
            continue
        return opened
    raise LaunchError(
        f"Los puertos {wanted} a {wanted + _TRIED - 1} están ocupados; indique otro con PORT=…."
    )


def _answers_on_ipv6(port: int) -> bool:
    try:
        with socket.create_connection(("::1", port), timeout=0.2):
            return True
    except OSError:
        return False
