"""How cases come in from files."""
