"""Keeps secrets of patients, and what readers search for, out of the logs."""

import logging
import re

SECRETS = re.compile(r"(/(?:requests|diary)/)[^/\s\"'?]+|(/search/\?)[^\s\"']+|([?&]q=)[^&\s\"']+")


class Redacted(logging.Formatter):
    """Replace the secret in `/requests/…/` and `/diary/…`, and the words in `/search/?…` and `?q=…`.

    A formatter and not a filter: what it returns holds the traceback too.
    """

    def format(self, record: logging.LogRecord) -> str:
        return SECRETS.sub(r"\1\2\3…", super().format(record))
