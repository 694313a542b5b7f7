"""Starting the house: database, logins, processes. Knows no domain package and no Django."""
