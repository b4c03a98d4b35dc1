"""Keeps secrets of patients, and what readers search for, out of the logs."""

import logging
import re
from copy import copy
from http import HTTPStatus

SECRETS = re.compile(r"(/(?:requests|diary|welcome/[^/\s]+)/)[^/\s\"'?]+|(/search/\?)[^\s\"']+|([?&]q=)[^&\s\"']+")
BROKEN = HTTPStatus.INTERNAL_SERVER_ERROR


class Redacted(logging.Formatter):
    """Replace the secret in `/requests/…/`, `/diary/…` and `/welcome/…`, and the words in `/search/?…` and `?q=…`.

    What was refused is one line: there is nothing to mend, and anybody can make thousands of them.
    A formatter and not a filter: what it returns holds the traceback too.
    """

    def format(self, record: logging.LogRecord) -> str:
        if getattr(record, "status_code", BROKEN) < BROKEN:
            record = copy(record)
            record.exc_info = record.exc_text = record.stack_info = None
        return SECRETS.sub(r"\1\2\3…", super().format(record))
