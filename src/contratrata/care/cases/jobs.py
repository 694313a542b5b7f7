"""The jobs of cases, where the worker looks for them."""

from .imports.jobs import bring, reverse, stage

__all__ = ["bring", "reverse", "stage"]
