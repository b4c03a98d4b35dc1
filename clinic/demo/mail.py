"""The mail of the demo: nothing leaves the machine, and one line says what would have."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMessage
from django.core.mail.backends.console import EmailBackend as Console
from django.urls import reverse

from appointments.mail.compose import number_of


class EmailBackend(Console):
    """Prints to whom, which, and where it can be read. Raises ImproperlyConfigured with DEBUG off: it sends nothing."""

    def __init__(self, *args: Any, **options: Any) -> None:
        if not settings.DEBUG:
            raise ImproperlyConfigured("EMAIL_BACKEND: found the demo's, expected a mail server, since DEBUG is off")
        super().__init__(*args, **options)

    def write_message(self, message: EmailMessage) -> None:
        self.stream.write(f"{_line(message)}\n")


def _line(email: EmailMessage) -> str:
    words = f"Mail to {', '.join(email.recipients())}: {email.subject}"
    number = number_of(email)
    if number is None:
        return words
    return f"{words}. Read it: {settings.PUBLIC_ORIGIN}{reverse('admin:appointments_message_change', args=[number])}"
