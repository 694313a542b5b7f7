"""What can go wrong while starting, in words for the person at the terminal."""

from __future__ import annotations


class LaunchError(Exception):
    """Starting failed for a reason the person can act on; the message is Spanish and complete."""
