"""Who of the cast is meant by a row of the matrix."""

EVERYBODY = "ana beatriz carla flor hilda diana elena irma gloria julia"
ANONYMOUS = "anonymous"
#: Who works on cases, each in her own organisation.
WORKERS = "ana beatriz carla elena irma julia"
#: Who may see Ana's case, and who may not though she works beside her.
CASE = "ana beatriz"
#: Both sides of the referral to Horizonte; what only one of them does.
SIDES, SENDER, RECEIVER = "ana beatriz diana elena", "ana beatriz", "diana elena"
REFERRING = f"{WORKERS} diana"
KEEPERS = "flor diana"
ASKING = "ana beatriz carla flor diana elena irma gloria julia"
