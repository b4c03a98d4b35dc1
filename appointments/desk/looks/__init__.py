"""Who looked at what, for managers: the list, and what is worth a second look."""
