"""Reports of attendance as Zoom, Teams, BigBlueButton and Meet write them, read into stays; what is unclear is asked."""
