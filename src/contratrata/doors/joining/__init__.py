"""Asking to join the network: the public form, and the coordination that reads and answers what was asked."""
