"""How a sender is reached, and what makes the visit easier: asked on the form, corrected on the private page."""

from django import forms
from django.utils.translation import gettext_lazy as _

from appointments.forms.base import KindForm
from appointments.forms.fields import Email, Paragraphs, Phone, pick_any, pick_one
from appointments.models.choices import AccessNeed, ContactBy


class ContactForm(KindForm):
    """At least one way to be reached, and the one that is preferred must be possible."""

    needed_sometimes: tuple[str, ...] = ("email", "phone")

    email = Email(
        label=_("Your email address"),
        help_text=_("We send your reference and a link to your private page here."),
        required=False,
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
        error_messages={"invalid": _("Enter an email address such as name@example.com")},
    )
    phone = Phone(
        label=_("Your phone number"),
        help_text=_("Write it as you usually do."),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )
    contact_by = pick_one(
        _("How should we contact you first?"),
        [("", _("Any way")), *ContactBy.choices],
        wrong=_("Choose email, phone call, text message or any way"),
    )
    access_needs = pick_any(_("What would make the visit easier?"), AccessNeed.choices, wrong=_("Choose from the list"))
    access_notes = Paragraphs(
        label=_("Anything else that would help, such as your language"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean(self) -> None:
        data = self.cleaned_data
        has_email, has_phone = ((data.get(name) or name in self.errors) for name in ("email", "phone"))
        if not has_email and not has_phone:
            self.add_error("email", _("Enter an email address or a phone number, so that we can answer"))
        elif data.get("contact_by") == ContactBy.EMAIL and not has_email:
            self.add_error("email", _("Enter your email address, or choose another way to be contacted"))
        elif data.get("contact_by") in (ContactBy.PHONE, ContactBy.TEXT) and not has_phone:
            self.add_error("phone", _("Enter your phone number, or choose another way to be contacted"))
