"""The errors an operation may raise; each carries words for the person at the screen."""


class DomainError(Exception):
    """A rule of the field forbids the act. `field` names the form field it belongs to, if one does.

    The message is shown to the person as it is: Spanish source, translatable, without personal data.
    """

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field


class WrongState(DomainError):
    """The thing has moved on: the act does not exist from the state it is in now."""


class Conflict(DomainError):
    """Somebody else acted at the same moment, and won."""


class NotAllowed(DomainError):
    """The acting person may not do this. Shown as 404 to strangers, as a plain refusal to colleagues."""


class NoScope(RuntimeError):
    """A confidential table was asked without an acting scope: a fault of ours, never shown."""


class Shredded(Exception):
    """The key of this person was destroyed: what it sealed cannot be read by anybody, ever."""


class Tampered(Exception):
    """Something sealed was changed, moved, or sealed with a key that is not ours: it is not opened."""
