"""How somebody can be reached, and what makes a visit easier: asked with a request, and corrected later."""

from django import forms
from django.utils.translation import gettext_lazy as _

from appointments.forms.base import WordedForm
from appointments.forms.fields import Email, Paragraphs, Phone, pick_any, pick_one
from appointments.models.choices import AccessNeed, ContactBy


class ContactForm(WordedForm):
    """At least one way to be reached, and the one that is preferred must be possible."""

    needed_sometimes: tuple[str, ...] = ("email", "phone")

    email = Email(
        required=False,
        max_length=254,
        widget=forms.EmailInput(attrs={"spellcheck": "false"}),
        error_messages={"invalid": _("Enter an email address such as name@example.com")},
    )
    phone = Phone(required=False, max_length=40)
    contact_by = pick_one(
        [("", _("Any way")), *ContactBy.choices], wrong=_("Choose email, phone call, text message or any way")
    )
    access_needs = pick_any(AccessNeed.choices, wrong=_("Choose from the list"))
    access_notes = Paragraphs(required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))

    def clean(self) -> None:
        data, problems = self.cleaned_data, self.words.problems
        has_email, has_phone = ((data.get(name) or name in self.errors) for name in ("email", "phone"))
        if not has_email and not has_phone:
            self.add_error("email", problems.no_way)
        elif data.get("contact_by") == ContactBy.EMAIL and not has_email:
            self.add_error("email", problems.no_email)
        elif data.get("contact_by") in (ContactBy.PHONE, ContactBy.TEXT) and not has_phone:
            self.add_error("phone", problems.no_phone)
