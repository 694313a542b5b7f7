"""Lessons learned, recommendations and key messages: written, published, used by members, and how far they reached."""
