"""The commands of whoever keeps the house: worker, back-up and restore, keys, verification."""
