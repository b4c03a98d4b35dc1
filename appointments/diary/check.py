"""What must hold between requests, appointments and the diary, beyond what single constraints can say."""

from collections import Counter
from collections.abc import Iterator

from django.conf import settings
from django.db.models import F

from appointments.lifecycle import HOLDS_THE_DIARY, AppointmentStatus, Status
from appointments.models import Appointment, ConsultationRequest, DiaryCell

BOOKED, OFFERED = AppointmentStatus.BOOKED, AppointmentStatus.OFFERED


def broken_invariants() -> Iterator[str]:
    """A sentence for operators for each thing that does not hold. Nothing, where all is well."""
    yield from _cells()
    yield from _statuses()
    yield from _pages()
    yield from _clocks()


def _cells() -> Iterator[str]:
    """The diary is exactly what the appointments that stand in it fill."""
    held: dict[int, list[tuple[int, object]]] = {}
    for holder, clinician, at in DiaryCell.objects.values_list("appointment", "clinician", "starts_at").iterator():
        held.setdefault(holder, []).append((clinician, at))
    for appointment in Appointment.objects.iterator():
        wanted = []
        if appointment.status in HOLDS_THE_DIARY:
            wanted = [(appointment.clinician_id, at) for at in appointment.cell_starts()]
        found = held.get(appointment.pk, [])
        if set(found) != set(wanted):
            yield (
                f"Appointment {appointment.pk} ({appointment.status}): found {len(set(found) & set(wanted))} of its "
                f"{len(wanted)} cells in the diary, and {len(set(found) - set(wanted))} that are not its own."
            )


def _statuses() -> Iterator[str]:
    """A request is booked or offered exactly when it has an appointment that is."""
    counted: dict[int, Counter[str]] = {}
    live = Appointment.objects.filter(status__in=[BOOKED, OFFERED])
    for request, status in live.values_list("request", "status").iterator():
        counted.setdefault(request, Counter())[status] += 1
    for pk, reference, status in ConsultationRequest.objects.values_list("pk", "reference", "status").iterator():
        count = counted.get(pk, Counter())
        if not _fits(Status(status), count):
            yield (
                f"Request {reference} ({status}): "
                f"found {count[BOOKED]} booked and {count[OFFERED]} offered appointments, expected what it says."
            )


def _pages() -> Iterator[str]:
    """Mail about a visit links to the private page, so no page ends before the visit does."""
    ahead = Appointment.objects.filter(status__in=[BOOKED, OFFERED], starts_at__gte=F("request__page_expires_at"))
    for reference, ends in ahead.values_list("request__reference", "request__page_expires_at").iterator():
        yield f"Request {reference}: found a private page that ends on {ends:%Y-%m-%d}, before its appointment."


def _clocks() -> Iterator[str]:
    """What stands in the diary is at the time of day that the patient was told."""
    for visit in read_otherwise():
        yield (
            f"Request {visit.request.reference}: found an appointment at {visit.clock_now} ({settings.TIME_ZONE}), "
            f"expected {visit.agreed_clock} ({visit.agreed_zone}), as it was agreed on."
        )


def read_otherwise() -> list[Appointment]:
    """Those booked or offered that the clinic's clock shows at another time than when they were agreed on."""
    # Whose moment was changed by other hands is told of by its cells.
    live = Appointment.objects.filter(status__in=[BOOKED, OFFERED], cells__starts_at=F("starts_at"))
    agreed = live.exclude(agreed_clock="").select_related("request")
    return [visit for visit in agreed if visit.clock_now != visit.agreed_clock]


def zone_has_changed() -> str:
    """A sentence for operators, where visits were agreed on by another clock than that of CLINIC_TIME_ZONE."""
    moved = read_otherwise()
    if not moved:
        return ""
    zones = ", ".join(sorted({visit.agreed_zone for visit in moved}))
    return (
        f"CLINIC_TIME_ZONE is {settings.TIME_ZONE}, and {len(moved)} of the visits were agreed on by the clock of "
        f"{zones}, which patients were told: set it back, or move each visit that `manage.py check_diary` names."
    )


def _fits(status: Status, count: Counter[str]) -> bool:
    if status == Status.BOOKED:
        return count[BOOKED] == 1
    if status == Status.OFFERED:
        return not count[BOOKED] and count[OFFERED] >= 1
    return not count[BOOKED] and not count[OFFERED]
