"""A line to a machine of the net outside, for what the house itself asks: to no inner address, and not for ever."""

import contextlib
import ipaddress
import socket
import ssl
import threading
from collections.abc import Callable, Iterator

#: Of IPv6 what is given out, and of that what only leads to an address of IPv4 (6to4).
_UNICAST, _CARRIES_IPV4 = ipaddress.ip_network("2000::/3"), ipaddress.ip_network("2002::/16")
#: A connection to a host, ready to be asked: raises `OSError`.
Reach = Callable[[str], socket.socket]


class Inner(OSError):
    """A name that leads nowhere outside."""


def outside(host: str, patience: float) -> socket.socket:
    """A connection over TLS to a host of the net, at the very address that was looked at. Raises `OSError`.

    `patience`: seconds for the connection, and again for its greeting.
    """
    for _family, _type, _proto, _name, address in socket.getaddrinfo(host, 443, type=socket.SOCK_STREAM):
        at = str(address[0])
        if is_outer(at):
            plain = socket.create_connection((at, 443), timeout=patience)
            sealed = ssl.create_default_context().wrap_socket(
                plain, server_hostname=host, do_handshake_on_connect=False
            )
            try:
                with in_time(sealed, patience):
                    sealed.do_handshake()
            except (OSError, ValueError):
                sealed.close()
                raise
            return sealed
    raise Inner(host)


def is_outer(address: str) -> bool:
    """Whether a numeric address is of the net outside, and none that carries an inner one of IPv4 in itself."""
    at = ipaddress.ip_address(address)
    if not at.is_global or at.is_multicast:
        return False
    return at.version == 4 or (at in _UNICAST and at not in _CARRIES_IPV4)


@contextlib.contextmanager
def in_time(asked: socket.socket, patience: float) -> Iterator[None]:
    """Shut the line when all of it takes longer than that; a time-out of its own each byte has anew."""

    def shut() -> None:
        with contextlib.suppress(OSError):
            asked.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(patience, shut)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
