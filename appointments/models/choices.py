"""The answers that the form offers, in the words the reader sees. The values are stored and never change."""

from collections.abc import Iterable
from functools import cache

from django.db.models import TextChoices
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise


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


class CallOutcome(TextChoices):
    """What came of a call. The form of the desk offers it."""

    REACHED = "reached", _("Talked to them")
    LEFT_MESSAGE = "left_message", _("Left a message")
    NO_ANSWER = "no_answer", _("No answer")


class Topic(TextChoices):
    WHAT_IS_SPMS = "what-is-spms", _("What SPMS means for me")
    SYMPTOMS = "symptoms", _("New or changing symptoms")
    CAUSES = "causes", _("Why this happens")
    DIAGNOSIS = "diagnosis", _("Whether I have SPMS")
    RELAPSE_OR_PROGRESSION = "relapse-or-progression", _("Getting worse: relapse, heat or progression")
    TREATMENT = "treatment", _("Treatment in general")
    DISEASE_MODIFYING_THERAPIES = "disease-modifying-therapies", _("Medicines that may slow SPMS")
    PHYSICAL_THERAPY = "physical-therapy", _("Exercise, strength and balance")
    VACCINES_AND_INFECTIONS = "vaccines-and-infections", _("Vaccines and infections")
    RESEARCH_AND_UNPROVEN_OFFERS = "research-and-unproven-offers", _("Studies, stem cells and other offers")
    WALKING_AND_FALLS = "walking-and-falls", _("Walking, falls and aids")
    FATIGUE = "fatigue", _("Fatigue")
    SPASTICITY = "spasticity", _("Stiffness and spasms")
    PAIN = "pain", _("Pain")
    THINKING_AND_MEMORY = "thinking-and-memory", _("Thinking and memory")
    SPEECH_AND_SWALLOWING = "speech-and-swallowing", _("Speech and swallowing")
    BLADDER_AND_BOWEL = "bladder-and-bowel", _("Bladder and bowel")
    TREMOR_AND_COORDINATION = "tremor-and-coordination", _("Shaking and coordination")
    VISION = "vision", _("Eyes and sight")
    HEALTHY_LIVING = "healthy-living", _("Exercise, food and smoking")
    EMOTIONAL_WELLBEING = "emotional-wellbeing", _("Mood and worry")
    FAMILY_AND_CARERS = "family-and-carers", _("Help for family and friends")
    SKIN_BONES_AND_CLOTS = "skin-bones-and-clots", _("Skin, bones, clots and weight")
    SEX_AND_RELATIONSHIPS = "sex-and-relationships", _("Sex and relationships")
    PREGNANCY_AND_MENOPAUSE = "pregnancy-and-menopause", _("Pregnancy, contraception, menopause")
    WORK_MONEY_AND_DRIVING = "work-money-and-driving", _("Work, money and driving")
    PLANNING_AHEAD = "planning-ahead", _("Planning for later")
    URGENT_HELP = "urgent-help", _("Warning signs to watch for")
    PREPARE_FOR_YOUR_VISIT = "prepare-for-your-visit", _("What to expect at a visit")
    GLOSSARY = "glossary", _("Words I do not understand")
    SOURCES = "sources", _("The evidence for a treatment")


# The groups that 0002_groups makes: stored by their English names, which a clinic may have in another language.
STAFF_GROUPS: dict[str, StrOrPromise] = {
    "Reception": _("Reception"),
    "Clinician": pgettext_lazy("group of staff", "Clinician"),
    "Manager": _("Manager"),
}


def labels(choices: type[TextChoices], values: Iterable[str]) -> list[str]:
    """The words for stored values; a value no longer offered is shown as it is."""
    known = _known(choices, get_language())
    return [known.get(value, value) for value in values]


@cache
def _known(choices: type[TextChoices], language: str | None) -> dict[str, str]:
    """In the language that is on: to translate each word of each row of a list anew takes as long as the rest of it."""
    return {value: str(label) for value, label in choices.choices}
