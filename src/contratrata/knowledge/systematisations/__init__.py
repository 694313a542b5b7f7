"""Systematisations: what an event leaves, written by several, validated by who took part, published and followed up."""
