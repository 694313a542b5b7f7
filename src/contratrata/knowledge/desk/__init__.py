"""The home of the knowledge for a member: what waits for her, each with its next step."""
