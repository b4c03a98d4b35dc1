"""Other visits of the same people: nobody can be in two places at once. A hint, since couples and carers share much."""

from datetime import datetime

from django.db.models import Q

from appointments.models import Appointment, ConsultationRequest
from clinic.common.text import folded


def visits_elsewhere(request: ConsultationRequest, now: datetime) -> list[Appointment]:
    """What is booked or offered to those who may be the same people, on other requests, and is not over; in order."""
    standing = Appointment.objects.booked() | Appointment.objects.choosable(now)
    others = standing.not_over(now).exclude(request=request.pk).filter(_may_be(request))
    found = others.select_related("request", "clinician").order_by("starts_at", "pk")
    return [visit for visit in found if _are_the_same(request, visit.request)]


def _may_be(request: ConsultationRequest) -> Q:
    same = Q(request__folded_names__contains=folded(request.patient))
    if request.phone:
        same |= Q(request__phone=request.phone)
    if request.email:
        same |= Q(request__email__iexact=request.email)
    return same


def _are_the_same(one: ConsultationRequest, other: ConsultationRequest) -> bool:
    """The database finds a name within another: “Ana” in “Mariana”. What counts is the whole name of the patient."""
    by_email = bool(one.email) and one.email.casefold() == other.email.casefold()
    by_phone = bool(one.phone) and one.phone == other.phone
    return by_email or by_phone or folded(one.patient) == folded(other.patient)


def at_once(visit: Appointment, others: list[Appointment]) -> list[Appointment]:
    """Those of `others` that overlap with a visit."""
    return [other for other in others if other.starts_at < visit.ends_at and visit.starts_at < other.ends_at]
