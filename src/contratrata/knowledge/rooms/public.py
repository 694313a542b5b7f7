"""What other packages may use of rooms: nothing yet but who may enter."""

from .own import may_enter

__all__ = ["may_enter"]
