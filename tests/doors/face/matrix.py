"""Who opens what: the public face: anybody, signed in or not."""

from who import ANONYMOUS, EVERYBODY

TABLE = {
    **dict.fromkeys(
        ("public:home", "public:robots", "public:sitemap"),
        f"{EVERYBODY} {ANONYMOUS}",
    ),
}
