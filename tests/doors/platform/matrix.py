"""Who opens what: the platform's state and jobs."""

# Of roles that nobody of the cast holds: tests/doors/web/test_homes.py, tests/doors/platform.
TABLE = {
    **dict.fromkeys(
        ("platform:state", "platform:jobs", "platform:retry", "platform:keeping"),
        "",
    ),
}
