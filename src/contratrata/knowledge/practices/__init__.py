"""Good practices: written by members, reviewed by others with reasons, published, adopted country by country."""
