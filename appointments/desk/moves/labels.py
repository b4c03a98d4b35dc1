"""How staff are asked what patients are asked too: they ask somebody else. What they know is not for autofill."""

from django.utils.translation import gettext_lazy as _

from appointments.forms.base import Problems, Words

OF_CALLERS = Words(
    labels={
        "requested_for": _("Who is the appointment for?"),
        "patient_name": _("Name of the patient"),
        "relationship": _("What the caller is to them"),
        "has_permission": _("The patient knows and agrees, or the caller is allowed to decide for them."),
        "full_name": _("Full name of the caller"),
        "email": _("Email address"),
        "phone": _("Phone number"),
        "contact_by": _("How do they want to be contacted?"),
        "topics": _("What do they want to talk about?"),
        "message": _("What else did they say?"),
        "visit_type": _("What kind of visit suits them?"),
        "days": _("Which days suit them?"),
        "times": _("Which times of day suit them?"),
        "access_needs": _("What would make the visit easier?"),
        "access_notes": _("Anything else that would help, such as their language"),
    },
    hints={
        "email": _("If they have one: the link to their private page goes there."),
        "phone": _("As they say it."),
        "patient_name": _("Only if the caller asks for somebody else."),
        "message": _("In their words. They can read it on their private page."),
    },
    autocomplete={},
    problems=Problems(
        no_name=_("Enter the full name of the caller"),
        no_patient=_("Enter the name of the patient"),
        no_permission=_("Tick the box if the patient agrees, or if the caller may decide for them"),
        no_way=_("Enter an email address, or a phone number and another way to be contacted"),
        no_email=_("Enter an email address, or a phone number and another way to be contacted"),
        no_phone=_("Enter the phone number, or choose another way to be contacted"),
    ),
)
