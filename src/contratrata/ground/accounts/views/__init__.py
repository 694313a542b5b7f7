"""Views of one's own account and of the locks in front of the work."""
