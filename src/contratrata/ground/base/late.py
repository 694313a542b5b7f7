"""Names of a `public.py` that are loaded when they are first asked for, so that start-up stays light."""

from collections.abc import Callable, Mapping
from importlib import import_module


def late(package: str, modules: Mapping[str, str]) -> Callable[[str], object]:
    """A `__getattr__` for a module: each name, and the module of the package that holds it ("" : it is one).

    For the type checker the same names are imported under `TYPE_CHECKING`.
    """

    def load(name: str) -> object:
        if name not in modules:
            raise AttributeError(f"{package}.public has no {name}")
        module = import_module(f"{package}.{modules[name] or name}")
        return getattr(module, name) if modules[name] else module

    return load
