"""Things declared once: from a list of facts follow the form, the check, the lines of a page and of a sheet."""
