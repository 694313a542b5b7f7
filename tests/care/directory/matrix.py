"""Who opens what: Quién puede ayudar, and the services of one's own organisation."""

from who import ASKING, KEEPERS

TABLE = {
    **dict.fromkeys(
        ("directory:who_can_help", "directory:area_field"),
        ASKING,
    ),
    **dict.fromkeys(
        ("directory:services", "directory:new", "directory:places"),
        KEEPERS,
    ),
    "directory:service": "ana beatriz carla flor hilda diana elena irma gloria",
    **dict.fromkeys(
        ("directory:change", "directory:assure", "directory:move"),
        "flor",
    ),
}
SAMPLES: dict[str, dict[str, str]] = {
    "directory:change": {"section": "que"},
    "directory:move": {"verb": "pausar"},
}
