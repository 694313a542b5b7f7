"""Who has a home in the knowledge: whoever works for a member."""

TABLE = {"desk:home": "ana beatriz carla flor diana elena irma gloria julia"}
