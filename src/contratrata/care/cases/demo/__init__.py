"""A fictitious register in the shape of HTCDS, made to be brought in like any other file."""
