"""Searches that members keep of the catalogue of practices: they are told when something new is like that."""
