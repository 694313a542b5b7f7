"""Words about countries that no library holds: demonyms, names in use, kinds of area."""
