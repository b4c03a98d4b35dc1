"""What somebody should look at twice: not proof of anything, a reason to ask."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.contrib.auth.models import User
from django.db.models import Count, Exists, F, OuterRef, QuerySet
from django.db.models.functions import TruncDate

from appointments.models import AccessLog, ConsultationRequest, Event
from appointments.models.search import Needle, Sought
from clinic.common.text import folded, name_of

LOOKED_BACK = timedelta(days=30)
AROUND = timedelta(days=30)  # who did something about a request so long before or after had work with it
MANY = 20  # requests of others in one day
MOST_NAMESAKES = 200
SHORTEST_NAME = 2  # words: a first name alone is everybody's

SEEN = (AccessLog.Kind.VIEWED, AccessLog.Kind.PRINTED)


class ManyOfOthers(NamedTuple):
    """On one day (of the clinic's clock) somebody opened many requests that they had nothing to do with."""

    who: str
    pk: int
    day: date
    number: int


class OfColleague(NamedTuple):
    """Somebody opened a request in the name of a colleague, or in their own."""

    who: str
    request: ConsultationRequest
    at: datetime


def many_of_others(now: datetime) -> list[ManyOfOthers]:
    """The newest day first. Work is what leaves a line in the timeline, or being who looks after the request."""
    theirs = Event.objects.filter(
        request=OuterRef("request"), by=OuterRef("by"), at__gt=OuterRef("at") - AROUND, at__lt=OuterRef("at") + AROUND
    )
    looks = _looks(now).exclude(request__assigned_to=F("by")).filter(~Exists(theirs))
    by_day = looks.annotate(day=TruncDate("at")).values("by", "day").annotate(number=Count("request", distinct=True))
    found = list(by_day.filter(number__gt=MANY).order_by("-day", "-number"))
    people = User.objects.in_bulk({row["by"] for row in found})
    return [ManyOfOthers(name_of(people[row["by"]]), row["by"], row["day"], row["number"]) for row in found]


def of_colleagues(now: datetime) -> list[OfColleague]:
    """Each request once for whoever opened it, the newest first. A name is compared as the search folds it."""
    mine = {(look.by_id, look.request_id): look for look in _looks_at(list(_in_the_name_of_staff()), now)}
    return [OfColleague(name_of(look.by), look.request, look.at) for look in mine.values() if look.by and look.request]


def _looks(now: datetime) -> QuerySet[AccessLog]:
    return AccessLog.objects.filter(at__gt=now - LOOKED_BACK, kind__in=SEEN).order_by()


def _looks_at(requests: list[int], now: datetime) -> Iterator[AccessLog]:
    yield from _looks(now).filter(request__in=requests).select_related("by", "request").order_by("-at", "-pk")


def _in_the_name_of_staff() -> Iterator[int]:
    names = {folded(user.get_full_name()) for user in User.objects.filter(is_staff=True)}
    for words in (name.split() for name in sorted(names)):
        if len(words) >= SHORTEST_NAME:
            sought = Sought([[[Needle("folded_names", word)] for word in words]])
            yield from sought.numbers(MOST_NAMESAKES) or ()
