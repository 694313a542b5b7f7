"""Drawings that answer a question: figures made on the server from one table, as SVG with its words."""
