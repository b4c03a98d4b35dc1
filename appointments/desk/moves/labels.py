"""The public form's questions as staff read them: they ask somebody else."""

from collections.abc import Callable

from django import forms
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

LABELS: dict[str, StrOrPromise] = {
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
}
HINTS: dict[str, StrOrPromise] = {
    "email": _("If they have one: the link to their private page goes there."),
    "phone": _("As they say it."),
    "full_name": "",
    "patient_name": _("Only if the caller asks for somebody else."),
    "message": _("In their words. They can read it on their private page."),
    "times": "",
}
PROBLEMS = {
    "email": _("Enter an email address, or a phone number and another way to be contacted"),
    "phone": _("Enter the phone number, or choose another way to be contacted"),
    "patient_name": _("Enter the name of the patient"),
    "has_permission": _("Tick the box if the patient agrees, or if the caller may decide for them"),
}


def in_desk_words(form: forms.Form) -> None:
    """Ask the same as on the public form, of somebody who asks somebody else. What they know is not for autofill."""
    for name, field in form.fields.items():
        field.label = LABELS.get(name) or field.label
        field.help_text = HINTS.get(name, field.help_text)
        if "autocomplete" in field.widget.attrs:
            field.widget.attrs["autocomplete"] = "off"


def with_desk_words(form: forms.Form, clean: Callable[[], object]) -> None:
    """Run a `clean` that was written for the public form, and say what it finds in words for staff."""
    before = set(form.errors)
    clean()
    for name in set(form.errors) - before & set(PROBLEMS):
        form.errors[name] = form.error_class([str(PROBLEMS[name])], renderer=form.renderer)
