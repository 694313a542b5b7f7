"""Who opens what: imports: by who works on cases, each her own; supervision sees all."""

from who import CASE, WORKERS

TABLE = {
    "imports:list": WORKERS,
    **dict.fromkeys(
        (
            "imports:detail",
            "imports:progress",
            "imports:report",
            "imports:bring",
            "imports:cancel",
            "imports:reverse",
            "imports:go_on",
        ),
        CASE,
    ),
}
