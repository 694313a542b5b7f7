"""The demonstration network: invented organisations, people and cases, in the training realm."""
