"""All that is stored of a request, for whom it is about: as data, and in words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Field, Model, TextChoices
from django.template.loader import render_to_string
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from appointments.models import AccessLog, ConsultationRequest, Event, Message, SentLetter
from appointments.models.choices import AccessNeed, Day, TimeOfDay, Topic, labels
from appointments.text.datetimes import in_full
from clinic.common.text import name_of

# What says nothing about anybody: keys, secrets, and copies made for the search.
LEFT_OUT = {"id", "token", "dedupe_key", "folded_names", "leased_until", "next_try_at", "sequence"}
LISTS: dict[str, type[TextChoices]] = {"topics": Topic, "days": Day, "times": TimeOfDay, "access_needs": AccessNeed}


PAPER = "admin/appointments/subject/paper.html"


class ToldRow(NamedTuple):
    """One row of a table, in words: a heading, and what stands in each column that is not empty."""

    title: str
    lines: list[tuple[str, str]]


def as_data(request: ConsultationRequest) -> dict[str, Any]:
    """As it is stored, by the names of columns. Moments are in UTC."""
    return {
        "request": _columns(request),
        "timeline": [_columns(event) for event in _events(request)],
        "visits": [_columns(visit) for visit in request.appointments.select_related("clinician")],
        "mail": [_columns(mail) for mail in _mail(request)],
        "letters": [_columns(letter) for letter in _letters(request)],
        "looks": [_columns(look) for look in _looks(request)],
    }


def in_words(request: ConsultationRequest) -> list[ToldRow]:
    """As it is read, with the words that the desk uses."""
    return [
        ToldRow(_("What you asked"), _lines(request)),
        *(ToldRow(str(event.get_kind_display()), _told(event)) for event in _events(request)),
        *(ToldRow(_("A visit"), _lines(visit)) for visit in request.appointments.select_related("clinician")),
        *(ToldRow(str(mail.get_kind_display()), _lines(mail)) for mail in _mail(request)),
        *(ToldRow(letter.subject, [(_("What it said"), letter.text)]) for letter in _letters(request)),
        ToldRow(_("Who looked at it"), [(in_full(look.at), str(look.get_kind_display())) for look in _looks(request)]),
    ]


def as_page(requests: Iterable[ConsultationRequest], now: datetime, back: str = "") -> str:
    """A page to read, print or save. `back` is where the desk goes on, for the screen alone."""
    told = [(one, in_words(one)) for one in requests]
    return render_to_string(PAPER, {"told": told, "back": back, "now": now})


def _events(request: ConsultationRequest) -> Iterable[Event]:
    return request.events.select_related("by")


def _mail(request: ConsultationRequest) -> Iterable[Message]:
    """What went to the clinic itself says nothing that does not stand in the request."""
    return request.messages.exclude(kind=Message.Kind.NEW_REQUEST)


def _letters(request: ConsultationRequest) -> Iterable[SentLetter]:
    return SentLetter.objects.filter(message__in=_mail(request))


def _looks(request: ConsultationRequest) -> Iterable[AccessLog]:
    """When, and what was done. Who, and from where, is about them."""
    return AccessLog.objects.filter(request=request).defer("by", "address").order_by("at")


def _told(event: Event) -> list[tuple[str, str]]:
    who = name_of(event.by) if event.by else _("You, or the site by itself")
    return [(_("When"), in_full(event.at)), (_("Done by"), who), (_("What"), event.in_words)]


def _fields(row: Model) -> list[Field[Any, Any]]:
    out = LEFT_OUT | row.get_deferred_fields()
    columns = [one for one in row._meta.concrete_fields if one.related_model not in (ConsultationRequest, Message)]
    return [one for one in columns if not {one.name, one.attname} & out]


def _columns(row: Model) -> dict[str, Any]:
    return {field.name: _plain(getattr(row, field.name)) for field in _fields(row)}


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, Model) else value


def _lines(row: Model) -> list[tuple[str, str]]:
    return [(capfirst(str(field.verbose_name)), _words(row, field)) for field in _fields(row)]


def _words(row: Model, field: Field[Any, Any]) -> str:
    value = getattr(row, field.name)
    if field.name in LISTS:
        return ", ".join(labels(LISTS[field.name], value))
    if field.flatchoices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, bool):
        return _("Yes") if value else ""
    if isinstance(value, datetime):
        return in_full(value)
    return "" if value in (None, "", [], {}) else str(value)
