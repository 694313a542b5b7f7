"""Who opens what: notices."""

from who import EVERYBODY

TABLE = {
    **dict.fromkeys(
        ("noticeboard:list", "noticeboard:seen"),
        EVERYBODY,
    ),
}
