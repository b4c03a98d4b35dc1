"""An invented clinic of any size: two years of requests with their timelines, mail, visits and diaries."""

import random
from collections.abc import Iterator
from datetime import datetime, time, timedelta

from appointments.lifecycle import CLOSED, HOLDS_THE_DIARY, AppointmentStatus, Status
from appointments.models import Appointment, Clinician, ConsultationRequest, DiaryCell, Event, Message, WorkingHours
from appointments.models.choices import AccessNeed, Day, TimeOfDay, Topic
from appointments.text.tokens import new_reference
from clinic.common.text import folded

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
CLINICIANS, VISITS_A_DAY, MINUTES = 12, 12, 40
BATCH = 2_000
WEIGHTS = {
    Status.ATTENDED: 62,
    Status.CANCELLED: 10,
    Status.DECLINED: 7,
    Status.MISSED: 6,
    Status.SPAM: 5,
    Status.BOOKED: 4,
    Status.NEW: 2,
    Status.CONTACTED: 2,
    Status.OFFERED: 2,
}
SYLLABLES = [
    "ma",
    "lu",
    "an",
    "ro",
    "ca",
    "ti",
    "bel",
    "so",
    "ra",
    "mi",
    "no",
    "vi",
    "da",
    "le",
    "fe",
    "gu",
    "al",
    "pe",
    "ni",
]
LONGEST_WAIT = {Status.BOOKED: 60 * DAY, Status.NEW: 8 * DAY, Status.CONTACTED: 20 * DAY, Status.OFFERED: 20 * DAY}


class Clinic:
    """Grows to a number of requests, and further. The same numbers give the same clinic."""

    def __init__(self, now: datetime) -> None:
        self.now, self.chance = now, random.Random(4)
        self.made = self.numbered = self.past = self.ahead = 0
        self.clinicians = [Clinician.objects.create(name=f"Dr Example {number}") for number in range(CLINICIANS)]
        for clinician in self.clinicians:
            for weekday in range(5):
                WorkingHours.objects.create(clinician=clinician, weekday=weekday, starts=time(8), ends=time(16))

    def grow(self, to: int) -> None:
        while self.made < to:
            number = min(BATCH, to - self.made)
            requests = ConsultationRequest.objects.bulk_create([self.request() for _ in range(number)])
            visits = Appointment.objects.bulk_create([visit for each in requests for visit in self.visits(each)])
            DiaryCell.objects.bulk_create([cell for visit in visits for cell in cells(visit)], batch_size=5_000)
            Event.objects.bulk_create([event for each in requests for event in self.events(each)], batch_size=BATCH)
            Message.objects.bulk_create([mail for each in requests for mail in self.mail(each)], batch_size=BATCH)
            self.made += number

    def name(self) -> str:
        first, last = ("".join(self.chance.choices(SYLLABLES, k=3)).title() for _ in range(2))
        return f"{first} {last}"

    def some(self, values: list[str], most: int) -> list[str]:
        return self.chance.sample(values, self.chance.randint(0, most))

    def request(self) -> ConsultationRequest:
        self.numbered += 1
        status = self.chance.choices(list(WEIGHTS), list(WEIGHTS.values()))[0]
        longest = LONGEST_WAIT.get(status, 730 * DAY)
        submitted = self.now - self.chance.random() * longest
        is_answered = status not in {Status.NEW, Status.SPAM}
        answered = min(submitted + self.chance.random() * 72 * HOUR, self.now) if is_answered else None
        name = self.name()
        return ConsultationRequest(
            reference=new_reference(),
            status=status,
            full_name=name,
            folded_names=folded(f"{name}\n"),
            requested_for="self",
            email=f"{name.replace(' ', '.').lower()}{self.numbered}@example.org",
            phone=f"+346{self.numbered:08}",
            contact_by=self.chance.choice(["", "email", "phone", "text"]),
            submitted_at=submitted,
            page_expires_at=submitted + 365 * DAY,
            first_contacted_at=answered,
            read_at=answered,
            changed_at=answered + HOUR if answered and self.chance.random() < 0.01 else submitted,
            wants_times_at=answered if status == Status.CONTACTED and self.chance.random() < 0.3 else None,
            topics=self.some(Topic.values, 3),
            days=self.some(Day.values, 3),
            times=self.some(TimeOfDay.values, 2),
            access_needs=self.some(AccessNeed.values, 2),
            message="Invented words about fatigue and walking. " * self.chance.randint(0, 12),
            visit_type=self.chance.choice(["any", "in_person", "video", "phone"]),
            consent_version="2026-11",
            consent_digest="0" * 64,
            consent_language="en",
            language="en",
            consented_at=submitted,
            source="fatigue",
            suspicion="trap" if status == Status.SPAM or self.chance.random() < 0.002 else "",
        )

    def visits(self, request: ConsultationRequest) -> Iterator[Appointment]:
        if request.status in {Status.ATTENDED, Status.MISSED}:
            yield self.visit(request, AppointmentStatus(request.status), self.past_time())
        elif request.status == Status.BOOKED:
            is_over = self.chance.random() < 0.02
            yield self.visit(request, AppointmentStatus.BOOKED, self.past_time() if is_over else self.time_ahead())
        elif request.status == Status.OFFERED:
            for _ in range(3):
                yield self.visit(request, AppointmentStatus.OFFERED, self.time_ahead())
        elif request.status == Status.CANCELLED:
            yield self.visit(request, AppointmentStatus.CANCELLED, (self.clinicians[0], request.submitted_at + 9 * DAY))

    def visit(
        self, request: ConsultationRequest, status: AppointmentStatus, at: tuple[Clinician, datetime]
    ) -> Appointment:
        is_offered = status == AppointmentStatus.OFFERED
        return Appointment(
            request=request,
            clinician=at[0],
            starts_at=at[1],
            status=status,
            minutes=30,
            buffer_minutes=10,
            visit_type="in_person",
            offered_at=self.now if is_offered else None,
            expires_at=self.now + self.chance.random() * 72 * HOUR if is_offered else None,
            booked_at=None if is_offered else request.first_contacted_at,
        )

    def past_time(self) -> tuple[Clinician, datetime]:
        self.past += 1
        return self.time_of(self.past, -1)

    def time_ahead(self) -> tuple[Clinician, datetime]:
        self.ahead += 1
        return self.time_of(self.ahead, 1)

    def time_of(self, number: int, direction: int) -> tuple[Clinician, datetime]:
        """The next free time of the diaries, from today on or from yesterday back."""
        place, clinician = divmod(number, CLINICIANS)
        days, visit = divmod(place, VISITS_A_DAY)
        morning = self.now.replace(hour=8, minute=0, second=0, microsecond=0)
        day = morning + days * DAY if direction > 0 else morning - (days + 1) * DAY
        return self.clinicians[clinician], day + visit * timedelta(minutes=MINUTES)

    def events(self, request: ConsultationRequest) -> Iterator[Event]:
        yield Event(request=request, kind=Event.Kind.SUBMITTED, at=request.submitted_at)
        if request.first_contacted_at:
            yield Event(
                request=request, kind=Event.Kind.CALLED, at=request.first_contacted_at, details={"outcome": "reached"}
            )
            yield Event(request=request, kind=Event.Kind.NOTED, at=request.first_contacted_at, note="Prefers mornings.")
        if request.status in CLOSED | {Status.BOOKED}:
            yield Event(request=request, kind=Event.Kind.BOOKED, at=request.submitted_at + HOUR)

    def mail(self, request: ConsultationRequest) -> Iterator[Message]:
        kinds = [Message.Kind.RECEIVED, Message.Kind.NEW_REQUEST]
        if request.status in {Status.BOOKED, Status.ATTENDED}:
            kinds += [Message.Kind.BOOKED, Message.Kind.REMINDER]
        for kind in kinds:
            gave_up = kind == Message.Kind.BOOKED and self.chance.random() < 0.003
            is_ahead = kind == Message.Kind.REMINDER and request.status == Status.BOOKED
            yield Message(
                request=request,
                kind=kind,
                to=request.email,
                created_at=request.submitted_at,
                next_try_at=request.submitted_at,
                not_before=self.now + 7 * DAY if is_ahead else None,
                sent_at=None if gave_up or is_ahead else request.submitted_at,
                gave_up_at=request.submitted_at if gave_up else None,
                told_at=self.now if gave_up and request.status in CLOSED else None,
            )


def cells(visit: Appointment) -> Iterator[DiaryCell]:
    if visit.status in HOLDS_THE_DIARY:
        for at in visit.cell_starts():
            yield DiaryCell(appointment=visit, clinician_id=visit.clinician_id, starts_at=at)
