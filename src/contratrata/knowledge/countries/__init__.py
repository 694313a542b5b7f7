"""Country pages: local contacts, hotlines with hours, institutions, the route of care, laws with links."""
