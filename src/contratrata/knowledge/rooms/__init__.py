"""Where a session is held at a distance: its room on a meeting server or behind a pasted link, and who is let in."""
