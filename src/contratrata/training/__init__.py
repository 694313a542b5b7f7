"""The training programme of the region: what is taught, and when, where and with what. It knows nothing of a case."""
