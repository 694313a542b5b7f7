"""The home of the platform's administration: how the house runs, free of what organisations keep in it."""
