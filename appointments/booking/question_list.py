"""The list of questions to print for a visit."""

from typing import NamedTuple

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from appointments.booking.questions import ALWAYS, QUESTIONS
from appointments.models.topics import Topic


class Part(NamedTuple):
    """The questions on one topic."""

    title: StrOrPromise
    questions: tuple[StrOrPromise, ...]


def questions_for(topics: list[str]) -> list[Part]:
    """The questions on these topics, in the order they were ticked, and those for every visit."""
    known = [Topic(value) for value in topics if value in Topic.values]
    return [*(Part(topic.label, QUESTIONS[topic]) for topic in known), Part(_("At every visit"), ALWAYS)]
