"""The five hubs that the pages stand in, in the order readers see them. The values are stored and never change."""

from typing import TYPE_CHECKING

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


class Hub(TextChoices):
    UNDERSTANDING_SPMS = "understanding-spms", _("Understanding SPMS")
    TREATMENT = "treatment", _("Treatment")
    MANAGING_SYMPTOMS = "managing-symptoms", _("Managing symptoms")
    LIVING_WITH_SPMS = "living-with-spms", _("Living with SPMS")
    GETTING_HELP = "getting-help", _("Getting help")

    @property
    def description(self) -> "StrPromise":
        """One sentence that stands under the hub's title."""
        return DESCRIPTIONS[self]


DESCRIPTIONS = {
    Hub.UNDERSTANDING_SPMS: _("What SPMS is, why it happens, how doctors recognize it, and what a change may mean."),
    Hub.TREATMENT: _("What may slow SPMS, what keeps you moving, vaccines, research, and how sure the evidence is."),
    Hub.MANAGING_SYMPTOMS: _(
        "What helps with tiredness, stiffness, pain, thinking, speech, the bladder, walking, tremor and sight."
    ),
    Hub.LIVING_WITH_SPMS: _("Everyday health, mood, work, relationships, planning, and the people around you."),
    Hub.GETTING_HELP: _("When to get help now, how to prepare for a visit, and words explained."),
}
