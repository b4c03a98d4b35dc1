"""The mail server as Django knows it, with a connection that can be broken off while nothing is lost by it.

Until the server has the whole email, with the dot that ends it, it must not deliver any (RFC 5321, 4.1.1.4). From then
on its answer is waited for: without it nobody knows whether the email left, and who sends it again may double it.
"""

import smtplib
from contextlib import nullcontext
from typing import Any

from django.core.mail.backends.smtp import EmailBackend

from clinic.common.ending import Ended, breakable


class Breakable(smtplib.SMTP):
    """Hears an end that is asked for (`clinic.common.ending`) while it waits for the server."""

    _has_it_all = False

    def connect(self, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        try:
            with breakable():
                return super().connect(*args, **kwargs)
        except Ended:
            self.close()
            raise

    def starttls(self, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        with breakable():
            return super().starttls(*args, **kwargs)

    def send(self, s: Any) -> None:
        """Commands are text; only an email is bytes."""
        self._has_it_all = isinstance(s, bytes)
        super().send(s)

    def getreply(self) -> tuple[int, bytes]:
        with nullcontext() if self._has_it_all else breakable():
            return super().getreply()

    def quit(self) -> tuple[int, bytes]:
        """Said, and no answer waited for: a slow server would keep the other jobs waiting for a word of farewell."""
        self.putcmd("quit")
        self.close()
        return 221, b""


class BreakableTLS(Breakable, smtplib.SMTP_SSL):
    """The same, encrypted from the start."""


class BreakableBackend(EmailBackend):
    @property
    def connection_class(self) -> type[Breakable]:
        return BreakableTLS if self.use_ssl else Breakable
