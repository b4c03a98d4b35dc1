"""How a text is written: the file it stands in, the rules it keeps, how easily it reads."""
