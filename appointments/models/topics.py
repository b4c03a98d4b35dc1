"""What a visit may be about. Each value is the slug of a page; the label says it the way a patient would."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Topic(TextChoices):
    WHAT_IS_SPMS = "what-is-spms", _("What SPMS means for me")
    SYMPTOMS = "symptoms", _("New or changing symptoms")
    CAUSES = "causes", _("Why this happens")
    DIAGNOSIS = "diagnosis", _("Whether I have SPMS")
    TREATMENT = "treatment", _("Treatment in general")
    DISEASE_MODIFYING_THERAPIES = "disease-modifying-therapies", _("Medicines that may slow SPMS")
    PHYSICAL_THERAPY = "physical-therapy", _("Walking, strength and balance")
    FATIGUE = "fatigue", _("Fatigue")
    SPASTICITY = "spasticity", _("Stiffness and spasms")
    PAIN = "pain", _("Pain")
    THINKING_AND_MEMORY = "thinking-and-memory", _("Thinking and memory")
    SPEECH_AND_SWALLOWING = "speech-and-swallowing", _("Speech and swallowing")
    BLADDER_AND_BOWEL = "bladder-and-bowel", _("Bladder and bowel")
    HEALTHY_LIVING = "healthy-living", _("Exercise, food and smoking")
    EMOTIONAL_WELLBEING = "emotional-wellbeing", _("Mood and worry")
    FAMILY_AND_CARERS = "family-and-carers", _("Help for family and friends")
    URGENT_HELP = "urgent-help", _("Warning signs to watch for")
    PREPARE_FOR_YOUR_VISIT = "prepare-for-your-visit", _("What to expect at a visit")
    GLOSSARY = "glossary", _("Words I do not understand")
    SOURCES = "sources", _("The evidence for a treatment")
