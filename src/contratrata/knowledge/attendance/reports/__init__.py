"""Reports of attendance as their platforms write them, read into stays; what is unclear is asked."""
