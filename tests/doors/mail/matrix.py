"""Who may open the pages of the outbox. Nobody of the cast administers the platform (test_pages.py)."""

TABLE = {
    "mail:queue": "",
    "mail:held": "gloria",
    "mail:look": "gloria",
    "mail:choices": "ana beatriz carla flor hilda diana elena irma gloria julia",
}
SAMPLES: dict[str, dict[str, str]] = {}
