"""How phone numbers, times and the words of consent are written."""
