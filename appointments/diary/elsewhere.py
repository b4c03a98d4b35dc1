"""Other visits of the same people: nobody can be in two places at once. A hint, since couples and carers share much."""

from datetime import datetime

from django.db.models import Q

from appointments.models import Appointment, ConsultationRequest
from appointments.models.search import Needle, Sought, of_email
from clinic.common.text import folded

MOST_NAMESAKES = 1_000


def visits_elsewhere(request: ConsultationRequest, now: datetime) -> list[Appointment]:
    """What is booked or offered to those who may be the same people, on other requests, and is not over; in order."""
    standing = Appointment.objects.booked() | Appointment.objects.choosable(now)
    others = standing.not_over(now).exclude(request=request.pk).filter(_may_be(request))
    found = others.select_related("request", "clinician").order_by("starts_at", "pk")
    return [visit for visit in found if _are_the_same(request, visit.request)]


def _may_be(request: ConsultationRequest) -> Q:
    """Whose visits to read: those of their other requests, which an index finds first.

    Only of a name that is everybody's, or too short for an index, every visit to come is read.
    """
    name = folded(request.patient)
    namesakes = Sought([[[Needle("folded_names", name)]]]).numbers(MOST_NAMESAKES)
    same = Q(pk__in=namesakes or [])
    if request.phone:
        same |= Q(phone=request.phone)
    if request.email:
        same |= of_email(request.email)
    known = Q(request__in=ConsultationRequest.objects.filter(same).order_by().values("pk"))
    return known if namesakes is not None else known | Q(request__folded_names__contains=name)


def _are_the_same(one: ConsultationRequest, other: ConsultationRequest) -> bool:
    """The database finds a name within another: “Ana” in “Mariana”. What counts is the whole name of the patient."""
    by_email = bool(one.email) and one.email.casefold() == other.email.casefold()
    by_phone = bool(one.phone) and one.phone == other.phone
    return by_email or by_phone or folded(one.patient) == folded(other.patient)


def at_once(visit: Appointment, others: list[Appointment]) -> list[Appointment]:
    """Those of `others` that overlap with a visit."""
    return [other for other in others if other.starts_at < visit.ends_at and visit.starts_at < other.ends_at]
