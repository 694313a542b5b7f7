"""The public face of the house: its home for anybody, how an organisation joins, what search engines ask for."""
