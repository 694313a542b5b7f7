"""Numbers as most of the region writes them: 1,037 and 2.5 (Guatemala to Panama, Dominican Republic, Mexico)."""

DECIMAL_SEPARATOR = "."
THOUSAND_SEPARATOR = ","
