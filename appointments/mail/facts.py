"""What there is to say of a visit: when, with whom, where or how. The same words in emails, calendars and on paper."""

from typing import NamedTuple

from django.conf import settings
from django.utils.translation import gettext as _

from appointments.models import Appointment, ConsultationRequest
from appointments.models.choices import VisitType
from appointments.text.datetimes import in_full


class Fact(NamedTuple):
    """A label, and what is to be known. The first line is what matters most, unless it is a list of equals."""

    label: str
    lines: tuple[str, ...]
    is_list: bool = False


def reference(request: ConsultationRequest) -> Fact:
    return Fact(_("Your reference"), (request.spoken_reference,))


def of_visit(appointment: Appointment) -> list[Fact]:
    """Everything about a visit with a time."""
    return [when(appointment), Fact(_("With"), (appointment.clinician.name,)), place(appointment)]


def when(appointment: Appointment) -> Fact:
    return Fact(_("When"), (in_full(appointment.starts_at), length(appointment)))


def length(appointment: Appointment) -> str:
    return _("It takes about %d minutes.") % appointment.minutes


def place(appointment: Appointment) -> Fact:
    """Where the visit is, or how it is joined."""
    kind = VisitType(appointment.visit_type)
    directions = appointment.directions
    if kind == VisitType.VIDEO and directions:
        return Fact(_("How"), (str(kind.label), directions))
    known = in_general(kind, appointment.request)
    return known._replace(lines=(*known.lines, directions)) if directions else known


def in_general(kind: VisitType, request: ConsultationRequest) -> Fact:
    """Where or how visits of this kind are. Never the patient's number: emails are read over shoulders."""
    if kind == VisitType.VIDEO:
        return Fact(_("How"), (str(kind.label), _("We send you what you need to join before it begins.")))
    if kind == VisitType.PHONE:
        calling = _("We call you at the number that we have from you.")
        unknown = _("Tell us which number to call: on your private page, or by phone.")
        return Fact(_("How"), (str(kind.label), calling if request.phone else unknown))
    return Fact(_("Where"), (str(kind.label), *_address()))


def place_only(appointment: Appointment) -> tuple[str, ...]:
    """Where a visit was to be, or how, without a word on what would happen then."""
    kind = VisitType(appointment.visit_type)
    return (str(kind.label), *(_address() if kind == VisitType.IN_PERSON else ()))


def _address() -> tuple[str, ...]:
    return tuple(filter(None, (settings.CLINIC_NAME, *settings.CLINIC_ADDRESS.splitlines())))


def access(request: ConsultationRequest) -> list[Fact]:
    """What was ticked, if anything. These are arrangements; what the patient wrote about them stays out."""
    if not request.access_needs:
        return []
    return [Fact(_("What you told us you need"), tuple(request.access_labels), is_list=True)]
