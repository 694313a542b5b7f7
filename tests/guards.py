"""Faults of ours that a test run makes loud, whatever the test looks at. Installed once by `conftest.py`."""

import functools
import ipaddress
import socket
from pathlib import Path
from typing import Any

from django.db.models import QuerySet
from django.template.base import FilterExpression, VariableDoesNotExist
from django.template.context import Context

OURS = str(Path(__file__).resolve().parents[1] / "src" / "contratrata")
#: Filters that say what stands where nothing is known.
_ANSWERS = frozenset({"default", "default_if_none", "yesno"})


class UnknownVariable(AssertionError):
    """A template of ours shows a variable that nobody gave it: on the screen it would be an empty place."""


class UnorderedSlice(AssertionError):
    """A page of a list without an order shows other rows each time."""


class NetworkInTest(AssertionError):
    """A test reached for another machine."""


def unknown_variables() -> None:
    """`{{ nothing }}` in a template of ours raises; `{% if nothing %}` or giving a default does not."""
    resolve = FilterExpression.resolve

    @functools.wraps(resolve)
    def strict(self: FilterExpression, context: Context, ignore_failures: bool = False) -> Any:
        name = str(getattr(getattr(context, "template_name", None), "name", "") or "")
        template = context.render_context.template
        origin = str(getattr(getattr(template, "origin", None), "name", name))
        if ignore_failures or not origin.startswith(OURS) or not self.is_var:
            return resolve(self, context, ignore_failures)
        if not any(getattr(f, "_filter_name", f.__name__) in _ANSWERS for f, _arguments in self.filters):
            try:
                self.var.resolve(context)
            except VariableDoesNotExist as error:
                raise UnknownVariable(f"{self.token} in {origin.removeprefix(OURS)}") from error
        return resolve(self, context, ignore_failures)

    FilterExpression.resolve = strict  # type: ignore[method-assign]


def unordered_slices() -> None:
    """Taking a slice of our rows without an order raises: nothing says which rows those would be."""
    take = QuerySet.__getitem__

    @functools.wraps(take)
    def strict(self: QuerySet[Any], key: int | slice) -> Any:
        ours = self.model.__module__.startswith("contratrata")
        if ours and isinstance(key, slice) and self._result_cache is None and not self.ordered:
            raise UnorderedSlice(f"{self.model.__name__}[{key.start}:{key.stop}] has no order")
        return take(self, key)

    QuerySet.__getitem__ = strict  # type: ignore[method-assign,assignment]


def _local(host: str) -> bool:
    if host in {"", "localhost"}:
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def no_network() -> None:
    """Connecting anywhere but to this machine raises, and so does asking for the address of another."""
    look_up = socket.getaddrinfo

    def refuse(address: Any) -> None:
        if isinstance(address, tuple) and not _local(str(address[0])):
            raise NetworkInTest(f"A test reached for {address[0]}")

    class Socket(socket.socket):
        def connect(self, address: Any) -> None:
            refuse(address)
            super().connect(address)

        def connect_ex(self, address: Any) -> int:
            refuse(address)
            return super().connect_ex(address)

    def asked(host: Any, *rest: Any, **named: Any) -> Any:
        refuse((host.decode() if isinstance(host, bytes) else host or "", 0))
        return look_up(host, *rest, **named)

    socket.socket = Socket  # type: ignore[misc]
    socket.getaddrinfo = asked


def install() -> None:
    """All of them, for this test process."""
    unknown_variables()
    unordered_slices()
    no_network()
