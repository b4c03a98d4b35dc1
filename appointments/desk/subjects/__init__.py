"""Everything of one person: to be read by them, taken out, or erased."""
