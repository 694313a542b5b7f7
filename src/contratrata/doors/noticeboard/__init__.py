"""What waits for one: the page of notices and the e-mail that says that something waits."""
