"""Signed credentials: Open Badges 3.0 that anybody can check, shown as far as their holder agreed."""
