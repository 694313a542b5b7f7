"""The staggered plan: which course is given when, where, to whom and by whom, what it costs and who brings it."""
