"""How fast the site is beside what limits it: `make bench`. Each part is a module whose `rows()` measures some works.

rows.py      one line of the table: a work, its limit, how close it comes, what was aimed at
rounds.py    limit and product in turns, so that a busy machine slows both alike
kept.py      the table as it was kept last, and what has changed since
clinic.py    an invented clinic of any size
load.py      many who ask at once
bare.py      the limit of a page: a view that returns bytes
proxy.py     nginx as we set it up, and the limit of it
pages.py     part: public pages
search.py    part: the search
bare_form.py the limit of a sending: the same rows by the ORM
writes.py    part: the form that patients send
desk.py      part: what staff see, in clinics of different sizes
"""
