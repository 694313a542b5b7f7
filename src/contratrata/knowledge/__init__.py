"""What the network knows and shares: rows that the realm or anybody reads, and no person's file."""
