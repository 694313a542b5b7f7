"""Who opens what: the trail and its verification."""

TABLE = {
    **dict.fromkeys(
        ("trail:list", "trail:verification", "trail:verify"),
        "beatriz hilda",
    ),
}
