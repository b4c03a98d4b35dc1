"""Why somebody is on a worklist: the lines that stand under their name on the start page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from django.utils.text import capfirst
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from appointments.diary.absences import why_nobody_is_there
from appointments.mail import by_phone
from appointments.models import Appointment, ConsultationRequest, Message
from appointments.text.datetimes import in_full


class Remark(NamedTuple):
    """A line. The loud one says what matters; what `is_to_say` are words for the phone; `times` are listed below."""

    words: str
    is_loud: bool = True
    is_to_say: bool = False
    times: tuple[str, ...] = ()


# From a request as the start page reads it (see `page.FilledWorklist`), and the moment of reading.
RemarksOn = Callable[[ConsultationRequest, datetime], list[Remark]]


def waiting(row: ConsultationRequest, now: datetime) -> list[Remark]:
    return [Remark(_("Waiting for %(time)s") % {"time": timesince(row.submitted_at, now)})]


def wants_other_times(row: ConsultationRequest, now: datetime) -> list[Remark]:
    booked = [_("Booked meanwhile: %s") % in_full(visit.starts_at) for visit in _on_hold(row) if visit.is_booked]
    asked = _("Asked %(time)s ago") % {"time": _since(row.wants_times_at, now)}
    return [Remark(asked), *(Remark(words, is_loud=False) for words in booked)]


def has_no_time(row: ConsultationRequest, now: datetime) -> list[Remark]:
    """How that came about, where something led to it."""
    lately = [
        Remark(_("%(what)s, %(time)s ago") % {"what": event.get_kind_display(), "time": timesince(event.at, now)})
        for event in row.lately  # type: ignore[attr-defined]
    ]
    first = _("First asked %(time)s ago") % {"time": timesince(row.submitted_at, now)}
    return [*lately, Remark(first, is_loud=False)]


def is_to_phone(row: ConsultationRequest, now: datetime) -> list[Remark]:
    messages: list[Message] = row.to_tell  # type: ignore[attr-defined]
    return [remark for message in messages for remark in _to_tell(message, row)]


def _to_tell(message: Message, row: ConsultationRequest) -> list[Remark]:
    offered = tuple(in_full(time.starts_at) for time in _on_hold(row) if time.is_offered)
    times = offered if message.kind == Message.Kind.OFFERED else ()
    return [
        Remark(by_phone.why(message)),
        Remark(by_phone.what_to_say(message), is_loud=False, is_to_say=True, times=times),
    ]


def has_news(row: ConsultationRequest, now: datetime) -> list[Remark]:
    words = {"status": row.get_status_display(), "time": _since(row.changed_at, now)}
    return [Remark(_("%(status)s. Changed %(time)s ago") % words)]


def has_visit(row: ConsultationRequest, now: datetime) -> list[Remark]:
    return [Remark(f"{visit.clinician}: {in_full(visit.starts_at)}") for visit in _on_hold(row) if visit.is_booked]


def has_nobody_there(row: ConsultationRequest, now: datetime) -> list[Remark]:
    """Which times, and why nobody is there then."""
    whys = [(visit, why_nobody_is_there(visit)) for visit in _on_hold(row)]
    return [
        remark
        for visit, why in whys
        if why
        for remark in (Remark(f"{visit.get_status_display()}: {in_full(visit.starts_at)}"), Remark(why, is_loud=False))
    ]


def may_be_spam(row: ConsultationRequest, now: datetime) -> list[Remark]:
    words = {"why": capfirst(row.get_suspicion_display()), "time": timesince(row.submitted_at, now)}
    return [Remark(_("%(why)s. Came %(time)s ago") % words)]


def has_a_choice(row: ConsultationRequest, now: datetime) -> list[Remark]:
    offered = [time for time in _on_hold(row) if time.expires_at]
    if not offered:
        return [Remark(_("What was offered has just run out."))]
    first = in_full(min(time.expires_at for time in offered if time.expires_at))
    words = ngettext(
        "%(number)d time offered. The first runs out: %(first)s",
        "%(number)d times offered. The first runs out: %(first)s",
        len(offered),
    )
    return [Remark(words % {"number": len(offered), "first": first})]


def _since(at: datetime | None, now: datetime) -> str:
    return timesince(at, now) if at else ""


def _on_hold(row: ConsultationRequest) -> list[Appointment]:
    """The times offered or booked."""
    found: list[Appointment] = row.on_hold  # type: ignore[attr-defined]
    return found
