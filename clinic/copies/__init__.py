"""Copies of public pages, so that a page is rendered once and not for every reader.

asked.py      what a reader asks for, and for what there is never a copy
copied.py     what Django answered, and whether it may be kept
edition.py    when copies are out of date
store.py      a bounded number of them
serving.py    the application that stands around Django's
"""

from clinic.copies.serving import Copies

__all__ = ["Copies"]
