"""How days and times are written, by language. Django's own English says “9 a.m.”; a diary says 09:00."""
