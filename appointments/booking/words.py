"""How patients, and those who ask for them, are asked what the desk asks too."""

from django.utils.translation import gettext_lazy as _

from appointments.forms.base import Problems, Words

OF_PATIENTS = Words(
    labels={
        "requested_for": _("Who is the appointment for?"),
        "patient_name": _("Name of the person you care for"),
        "relationship": _("What you are to them"),
        "has_permission": _("They know that I am asking and agree, or I am allowed to decide for them."),
        "full_name": _("Your full name"),
        "email": _("Your email address"),
        "phone": _("Your phone number"),
        "contact_by": _("How should we contact you first?"),
        "topics": _("What would you like to talk about?"),
        "message": _("Anything you want us to know"),
        "visit_type": _("What kind of visit suits you?"),
        "days": _("Which days suit you?"),
        "times": _("Which times of day suit you?"),
        "access_needs": _("What would make the visit easier?"),
        "access_notes": _("Anything else that would help, such as your language"),
    },
    hints={
        "relationship": _("For example: sister, husband, friend, care worker."),
        "full_name": _("The name of the person who fills in this form."),
        "email": _("We send your reference and a link to your private page here."),
        "phone": _("Write it as you usually do."),
        "message": _("A few words are enough. You can also tell us when we talk."),
        "times": _("For our call, and for the visit."),
    },
    autocomplete={"full_name": "name", "email": "email", "phone": "tel"},
    problems=Problems(
        no_name=_("Enter your full name"),
        no_patient=_("Enter the name of the person you care for"),
        no_permission=_("Tick the box if the person you care for agrees, or if you may decide for them"),
        no_way=_("Enter an email address or a phone number, so that we can answer"),
        no_email=_("Enter your email address, or choose another way to be contacted"),
        no_phone=_("Enter your phone number, or choose another way to be contacted"),
    ),
)
