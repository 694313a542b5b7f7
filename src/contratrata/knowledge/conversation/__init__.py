"""The conversation of members under each practice: structured texts, moderated, never public."""
