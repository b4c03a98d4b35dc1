"""Keeps secrets of patients out of the logs."""

import logging
import re

PRIVATE_PAGE = re.compile(r"(/requests/)[^/\s\"?]+")


class Redact(logging.Filter):
    """Replace the secret in addresses of private pages: `/requests/…/`."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = PRIVATE_PAGE.sub(r"\1…", record.getMessage())
        record.args = ()
        return True
