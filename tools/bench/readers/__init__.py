"""What readers see.

bare.py      the limit of a page: a view that returns bytes
proxy.py     nginx as we set it up, and the limit of it
pages.py     part: public pages, through gunicorn and through nginx
search.py    part: the search
front.py     part: public pages in a browser on a slow processor
memory.py    part: what the processes hold after many requests
"""
