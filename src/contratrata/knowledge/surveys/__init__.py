"""Surveys before and after an event or one of its sessions: anonymous where that is promised."""
