"""The tag that puts a figure on a page."""
