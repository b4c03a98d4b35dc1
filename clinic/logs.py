"""Keeps secrets of patients, and what readers search for, out of the logs."""

import logging
import re

SECRETS = re.compile(r"(/requests/)[^/\s\"?]+|(/search/\?)[^\s\"]+")


class Redact(logging.Filter):
    """Replace the secret in addresses of private pages, `/requests/…/`, and the words in `/search/?…`."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = SECRETS.sub(r"\1\2…", record.getMessage())
        record.args = ()
        return True
