"""A session while it is held: what tables write and agree, what people ask, what they answer to polls."""
