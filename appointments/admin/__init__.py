"""The staff's desk. It declares; what happens is in `actions`."""

from appointments.admin import clinicians, mail, requests

__all__ = ["clinicians", "mail", "requests"]
