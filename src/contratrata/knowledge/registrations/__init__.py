"""Who comes to an event: signing up without an account, places and quotas, the waiting list, mails."""
