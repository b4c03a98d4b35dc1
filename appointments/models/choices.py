"""The answers that the form offers, in the words the reader sees. The values are stored and never change."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class RequestedFor(TextChoices):
    SELF = "self", _("Me")
    OTHER = "other", _("Someone I care for")


class ContactBy(TextChoices):
    EMAIL = "email", _("Email")
    PHONE = "phone", _("Phone call")
    TEXT = "text", _("Text message")


class VisitType(TextChoices):
    ANY = "any", _("Any of these")
    IN_PERSON = "in_person", _("At the clinic")
    VIDEO = "video", _("By video")
    PHONE = "phone", _("By phone")


class Day(TextChoices):
    MONDAY = "mon", _("Monday")
    TUESDAY = "tue", _("Tuesday")
    WEDNESDAY = "wed", _("Wednesday")
    THURSDAY = "thu", _("Thursday")
    FRIDAY = "fri", _("Friday")
    SATURDAY = "sat", _("Saturday")
    SUNDAY = "sun", _("Sunday")


class TimeOfDay(TextChoices):
    MORNING = "morning", _("Morning")
    AFTERNOON = "afternoon", _("Afternoon")
    EVENING = "evening", _("Evening")


class AccessNeed(TextChoices):
    STEP_FREE = "step_free", _("A way in without steps")
    WHEELCHAIR = "wheelchair", _("Room for a wheelchair or scooter")
    COMPANION = "companion", _("Someone will come with me")
    LONGER_VISIT = "longer_visit", _("A longer visit")
    QUIET_ROOM = "quiet_room", _("A quiet place to wait or rest")
    LARGE_PRINT = "large_print", _("Papers in large print")
    HEARING = "hearing", _("Help with hearing")
    INTERPRETER = "interpreter", _("An interpreter")
