"""The form “Book an appointment”. It asks, cleans and answers `Details`; what happens then is for `actions`."""

from typing import Any, NamedTuple, cast

from crispy_forms.helper import FormHelper
from django import forms
from django.core.validators import validate_slug
from django.utils.translation import gettext_lazy as _

from appointments import consent
from appointments.choices import AccessNeed, ContactBy, Day, RequestedFor, TimeOfDay, VisitType
from appointments.details import Details
from appointments.fields import Email, Line, Paragraphs, Phone
from appointments.layout import booking_layout
from appointments.topics import Topic

ABOUT_THE_PATIENT = ("patient_name", "relationship", "has_permission")
PREPARATION = ("message", "visit_type", "days", "times", "access_needs", "access_notes")
NEEDED_SOMETIMES = ("email", "phone", "patient_name", "has_permission")


class Problem(NamedTuple):
    """A line of the error summary: the id to go to, and the words that also stand at the field."""

    anchor: str
    message: str


class ConsultationForm(forms.Form):
    """Required: who it is for, a name, one way to be reached, consent. Everything else is optional and says so."""

    use_required_attribute = False

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
    contact_by = forms.ChoiceField(
        label=_("How should we contact you first?"),
        choices=ContactBy.choices,
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("Choose email, phone call or text message, or leave this empty")},
    )
    topics = forms.MultipleChoiceField(
        label=_("What would you like to talk about?"),
        choices=Topic.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("Choose from the topics in the list")},
    )
    message = Paragraphs(
        label=_("Anything you want us to know"),
        help_text=_("A few words are enough. You can also tell us when we talk."),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    visit_type = forms.ChoiceField(
        label=_("What kind of visit suits you?"),
        choices=VisitType.choices,
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("Choose one kind of visit from the list")},
    )
    days = forms.MultipleChoiceField(
        label=_("Which days suit you?"),
        choices=Day.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("Choose from the days in the list")},
    )
    times = forms.MultipleChoiceField(
        label=_("Which times of day suit you?"),
        help_text=_("For our call, and for the visit."),
        choices=TimeOfDay.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("Choose from the times in the list")},
    )
    access_needs = forms.MultipleChoiceField(
        label=_("What would make the visit easier?"),
        choices=AccessNeed.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("Choose from the list")},
    )
    access_notes = Paragraphs(
        label=_("Anything else that would help, such as your language"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    consent = forms.BooleanField(
        label=consent.TEXT,
        error_messages={"required": _("Tick the box if you agree. Without it we may not keep your details.")},
    )
    source = forms.CharField(required=False, widget=forms.HiddenInput)
    website = forms.CharField(
        label=_("Leave this field empty"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        for name, field in self.fields.items():
            is_optional = not field.required and name not in NEEDED_SOMETIMES
            field.note = _("(optional)") if is_optional else ""  # type: ignore[attr-defined]

    @property
    def helper(self) -> FormHelper:
        return booking_layout(prepare_open=self._is_filled(PREPARATION))

    @property
    def problems(self) -> list[Problem]:
        """The error summary, in the order of the page. A group is reached at its first option."""
        return [
            Problem(self[name].auto_id + ("_0" if self[name].use_fieldset else ""), str(message))
            for name in self.fields
            for message in self.errors.get(name, [])
        ]

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
        self._clean_patient()
        self._clean_reach()

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

    def _clean_reach(self) -> None:
        data = self.cleaned_data
        has_email, has_phone = ((data.get(name) or name in self.errors) for name in ("email", "phone"))
        if not has_email and not has_phone:
            self.add_error("email", _("Enter an email address or a phone number, so that we can answer"))
        elif data.get("contact_by") == ContactBy.EMAIL and not has_email:
            self.add_error("email", _("Enter your email address, or choose another way to be contacted"))
        elif data.get("contact_by") in (ContactBy.PHONE, ContactBy.TEXT) and not has_phone:
            self.add_error("phone", _("Enter your phone number, or choose another way to be contacted"))

    def details(self) -> Details:
        """The canonical answers of a valid form."""
        answers = {name: self.cleaned_data[name] for name in Details.__annotations__}
        return cast("Details", answers)

    def _is_filled(self, names: tuple[str, ...]) -> bool:
        return self.is_bound and any(self.errors.get(name) or self[name].value() for name in names)
