"""The pages of the case: each view a short paragraph – what may be seen, one thing done, what is shown."""
