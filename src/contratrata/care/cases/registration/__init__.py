"""Registering a case in seven short steps that can be left and taken up again."""
