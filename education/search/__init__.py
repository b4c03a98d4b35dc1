"""Search over pages and words explained. Pure: texts in, results out, nothing about a query is kept anywhere.

words.py       words in the form in which they are compared: American spelling, without endings
vocabulary.py  what people type and our pages say in other words; what may be an emergency
spellings.py   words that are spelled nearly alike
index.py       the pages, ready to be searched: all that does not depend on the query
asking.py      what a query asks for
ranking.py     who answers it best
excerpts.py    the lines shown, with the words marked
"""

from education.search.index import Index, PageText, build
from education.search.ranking import Found, Hit, find

__all__ = ["Found", "Hit", "Index", "PageText", "build", "find"]
