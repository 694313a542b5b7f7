"""What the worker does again and again for cases."""

from collections.abc import Callable

from .imports.forgetting import forget_old_rows

PERIODIC: list[tuple[float, Callable[[], object]]] = [(3600.0, forget_old_rows)]
