"""The outbox seen by people: what waits and failed, held batches, and which mails one gets."""
