"""What the sender agrees to. Change the words, and the version with them: both are kept with every request."""

from hashlib import sha256

from django.utils.translation import gettext_lazy as _

VERSION = "2026-11"
TEXT = _("I agree that the clinic keeps these details and uses them to answer my request.")


def digest() -> str:
    """SHA-256 of the words as shown, in hexadecimal."""
    return sha256(str(TEXT).encode()).hexdigest()
