"""How fast the site is beside what limits it: `make bench`. Each part is a module whose `rows()` measures some works.

rows.py      one line of the table: a work, its limit, how close it comes, what was aimed at
rounds.py    limit and product in turns, so that a busy machine slows both alike
kept.py      the table as it was kept last, and what has changed since
load.py      many who ask at once
readers/     parts: what readers see
bare_form.py the limit of a sending: the same rows by the ORM
writes.py    part: the form that patients send
desk/        part: what staff see, in clinics of different sizes
"""
