"""The form “Book an appointment”. It asks, cleans and answers `Details`; what happens then is for `actions`."""

from typing import cast

from crispy_forms.helper import FormHelper
from django import forms
from django.core.validators import validate_slug
from django.utils.translation import gettext_lazy as _

from appointments.actions.details import Details
from appointments.forms.contact import ContactForm
from appointments.forms.fields import Line, Paragraphs, Unseen, pick_any, pick_one
from appointments.forms.layout import booking_layout
from appointments.models.choices import Day, RequestedFor, TimeOfDay, Topic, VisitType
from appointments.text import consent

ABOUT_THE_PATIENT = ("patient_name", "relationship", "has_permission")
REACH = ("email", "phone", "contact_by")
PREPARATION = ("message", "visit_type", "days", "times", "access_needs", "access_notes")


class ConsultationForm(ContactForm):
    """Required: who it is for, a name, one way to be reached, consent. Everything else is optional and says so."""

    needed_sometimes = (*ContactForm.needed_sometimes, "patient_name", "has_permission")
    field_order = ("requested_for", *ABOUT_THE_PATIENT, "full_name", *REACH, "topics", *PREPARATION)

    requested_for = forms.ChoiceField(
        label=_("Who is the appointment for?"),
        choices=RequestedFor.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose who the appointment is for"),
            "invalid_choice": _("Choose who the appointment is for"),
        },
    )
    patient_name = Line(
        label=_("Name of the person you care for"),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    relationship = Line(
        label=_("What you are to them"),
        help_text=_("For example: sister, husband, friend, care worker."),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    has_permission = forms.BooleanField(
        label=_("They know that I am asking and agree, or I am allowed to decide for them."), required=False
    )
    full_name = Line(
        label=_("Your full name"),
        help_text=_("The name of the person who fills in this form."),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Enter your full name")},
    )
    topics = pick_any(
        _("What would you like to talk about?"), Topic.choices, wrong=_("Choose from the topics in the list")
    )
    message = Paragraphs(
        label=_("Anything you want us to know"),
        help_text=_("A few words are enough. You can also tell us when we talk."),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    visit_type = pick_one(
        _("What kind of visit suits you?"), VisitType.choices, wrong=_("Choose one kind of visit from the list")
    )
    days = pick_any(_("Which days suit you?"), Day.choices, wrong=_("Choose from the days in the list"))
    times = pick_any(
        _("Which times of day suit you?"),
        TimeOfDay.choices,
        wrong=_("Choose from the times in the list"),
        hint=_("For our call, and for the visit."),
    )
    consent = forms.BooleanField(
        label=consent.TEXT,
        error_messages={"required": _("Tick the box if you agree. Without it we may not keep your details.")},
    )
    source = Unseen(required=False, widget=forms.HiddenInput)
    website = Unseen(
        label=_("Leave this field empty"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )

    @property
    def helper(self) -> FormHelper:
        return booking_layout(prepare_open=self._is_filled(PREPARATION))

    @property
    def is_trapped(self) -> bool:
        """Whether the field that people do not see was filled in. Its content is not looked at."""
        return bool(self.cleaned_data.get("website"))

    def clean_source(self) -> str:
        """The slug of the page; anything else is dropped, since the sender did not write it."""
        source = str(self.cleaned_data["source"])[:60]
        try:
            validate_slug(source)
        except forms.ValidationError:
            return ""
        return source

    def clean_visit_type(self) -> str:
        return self.cleaned_data["visit_type"] or VisitType.ANY

    def clean(self) -> None:
        super().clean()
        self._clean_patient()

    def _clean_patient(self) -> None:
        data = self.cleaned_data
        if data.get("requested_for") != RequestedFor.OTHER:
            data.update(patient_name="", relationship="", has_permission=False)
            for name in ABOUT_THE_PATIENT:
                self.errors.pop(name, None)
            return
        if not data.get("patient_name") and "patient_name" not in self.errors:
            self.add_error("patient_name", _("Enter the name of the person you care for"))
        if not data.get("has_permission"):
            self.add_error(
                "has_permission", _("Tick the box if the person you care for agrees, or if you may decide for them")
            )

    def details(self) -> Details:
        """The canonical answers of a valid form."""
        answers = {name: self.cleaned_data[name] for name in Details.__annotations__}
        return cast("Details", answers)

    def _is_filled(self, names: tuple[str, ...]) -> bool:
        return self.is_bound and any(self.errors.get(name) or self[name].value() for name in names)
