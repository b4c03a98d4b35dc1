"""The names of what staff may do, as `has_perm` takes them. Who has which: docs/desk.md."""

from collections.abc import Callable

SEE_REQUESTS = "appointments.view_consultationrequest"
SEE_VISITS = "appointments.view_appointment"
SEE_MAIL = "appointments.view_message"
WORK = "appointments.work_consultationrequest"
CLOSE = "appointments.close_consultationrequest"

May = Callable[[str], bool]  # one person's `has_perm`
