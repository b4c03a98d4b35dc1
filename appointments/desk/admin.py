"""The staff's desk. It declares; what happens is in `actions`."""

from appointments.desk.diary import clinicians
from appointments.desk.requests import list as requests
from appointments.desk.requests import mail

__all__ = ["clinicians", "mail", "requests"]
