"""The pages of the audit trail: who saw and did what, and whether the trail is whole."""
