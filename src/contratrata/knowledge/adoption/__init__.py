"""Adoption: which organisation takes up which practice where, how far it is, whom one may ask, what was learned."""
