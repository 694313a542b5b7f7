"""Who opens what: drafts of what is being typed."""

from who import EVERYBODY

TABLE = {
    "vault:draft": EVERYBODY,
}
