"""Who opens what: what is searched while one types."""

from who import EVERYBODY

TABLE = {
    "lists:choices": EVERYBODY,
}
