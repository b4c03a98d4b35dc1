"""The forms of the private page and of lost links."""

from typing import Any, ClassVar, cast

from crispy_forms.helper import FormHelper
from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from appointments.actions.details import Correction
from appointments.booking.words import OF_PATIENTS
from appointments.forms.base import FieldProblem, KindForm
from appointments.forms.contact import ContactForm
from appointments.forms.fields import Email, Paragraphs, pick_any
from appointments.forms.layout import Send, public_form
from appointments.models import ConsultationRequest
from appointments.models.choices import Day, TimeOfDay


class OnPrivatePage(KindForm):
    """A form of the page that `token` opens. Its `key` is the name of its address, and of what is said once done."""

    key: ClassVar[str]
    token = ""

    def layout(self, button: Send, *fields: object) -> FormHelper:
        return public_form(reverse(f"appointments:{self.key}", args=[self.token]), *fields, button)


class CorrectionForm(OnPrivatePage, ContactForm):
    """How to be reached, and what makes the visit easier. It starts from what is stored."""

    key = "correct"
    words = OF_PATIENTS

    @classmethod
    def starting_from(cls, request: ConsultationRequest) -> "CorrectionForm":
        shown = {name: getattr(request, name) for name in Correction.__annotations__}
        return cls(initial=shown | {"phone": request.readable_phone})

    @property
    def helper(self) -> FormHelper:
        return self.layout(Send(_("Save these changes")), *Correction.__annotations__)

    def correction(self) -> Correction:
        """The canonical answers of a valid form."""
        return cast("Correction", {name: self.cleaned_data[name] for name in Correction.__annotations__})


class NoteForm(OnPrivatePage):
    """Something more that the clinic should know."""

    key = "note"

    note = Paragraphs(
        label=_("What else should we know?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write what we should know")},
    )

    @property
    def helper(self) -> FormHelper:
        return self.layout(Send(_("Add this")), "note")


class AcceptForm(OnPrivatePage):
    """Yes to one of the times that are offered: `time` is the appointment's number."""

    key = "accept"

    time = forms.IntegerField(
        widget=forms.HiddenInput,
        error_messages={"required": _("Choose one of the times"), "invalid": _("Choose one of the times")},
    )

    @property
    def helper(self) -> FormHelper:
        return self.layout(Send(_("Yes, book this time")), "time")

    @property
    def problems(self) -> list[FieldProblem]:
        """A hidden field is nowhere to go to; the times are."""
        return [FieldProblem("times", problem.message) for problem in super().problems]


class AskOtherTimesForm(OnPrivatePage):
    """None of the times offered, or no longer the one that is booked. It starts from what the request says."""

    key = "ask_other_times"

    days = pick_any(Day.choices, label=_("Which days suit you?"), wrong=_("Choose from the days in the list"))
    times = pick_any(
        TimeOfDay.choices, label=_("Which times of day suit you?"), wrong=_("Choose from the times in the list")
    )
    note = Paragraphs(
        label=_("Anything else about times"),
        help_text=_("For example: days on which you are away."),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"auto_id": "other-%s"} | options)  # the page has another `note`

    @classmethod
    def starting_from(cls, request: ConsultationRequest) -> "AskOtherTimesForm":
        return cls(initial={"days": request.days, "times": request.times})

    @property
    def helper(self) -> FormHelper:
        return self.layout(Send(_("Ask for other times")), "days", "times", "note")


class CancelForm(OnPrivatePage):
    """The request is no longer wanted, nor the appointment if there is one."""

    key = "cancel"

    button: StrOrPromise = _("Yes, cancel my request")

    reason = Paragraphs(
        label=_("Why?"),
        help_text=_("You do not have to say."),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    @property
    def helper(self) -> FormHelper:
        return self.layout(Send(self.button, look="quiet"), "reason")


class LostLinkForm(KindForm):
    """Whose links to send again."""

    email = Email(
        label=_("Your email address"),
        help_text=_("The one you gave us with your request."),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
        error_messages={
            "required": _("Enter the email address that you gave us"),
            "invalid": _("Enter an email address such as name@example.com"),
        },
    )

    @property
    def helper(self) -> FormHelper:
        return public_form(reverse("appointments:lost_link"), "email", Send(_("Send me my link")))
