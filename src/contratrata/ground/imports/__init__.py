"""Bringing things in from files: received, read, shown, applied, and reversed while nobody worked on them."""
