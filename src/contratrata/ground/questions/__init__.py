"""Questions as data: a set of questions in YAML (or an XLSForm) is all that a form, a page and a sheet need."""
