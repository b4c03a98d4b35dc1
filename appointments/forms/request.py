"""What is asked with every request, on the public page and on the phone. It asks, cleans and answers `Details`."""

from typing import cast

from django import forms
from django.utils.translation import gettext_lazy as _

from appointments.actions.details import Details
from appointments.forms.contact import ContactForm
from appointments.forms.fields import Choices, Line, Paragraphs, pick_any, pick_one
from appointments.models.choices import Day, RequestedFor, TimeOfDay, Topic, VisitType

ABOUT_THE_PATIENT = ("patient_name", "relationship", "has_permission")
REACH = ("email", "phone", "contact_by")
PREPARATION = ("message", "visit_type", "days", "times", "access_needs", "access_notes")


def for_whom(choices: Choices) -> forms.ChoiceField:
    """Who the appointment is for: whoever asks, or another person."""
    words = _("Choose who the appointment is for")
    errors = {"required": words, "invalid_choice": words}
    return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, error_messages=errors)


class RequestForm(ContactForm):
    """Required: who it is for, a name, one way to be reached, consent. Everything else is optional and says so."""

    needed_sometimes = (*ContactForm.needed_sometimes, "full_name", "patient_name", "has_permission")

    requested_for = for_whom(RequestedFor.choices)
    patient_name = Line(required=False, max_length=120)
    relationship = Line(required=False, max_length=60)
    has_permission = forms.BooleanField(required=False)
    full_name = Line(required=False, max_length=120)  # `clean` says in words of the face that it is missing
    topics = pick_any(Topic.choices, wrong=_("Choose from the topics in the list"))
    message = Paragraphs(required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 5}))
    visit_type = pick_one(VisitType.choices, wrong=_("Choose one kind of visit from the list"))
    days = pick_any(Day.choices, wrong=_("Choose from the days in the list"))
    times = pick_any(TimeOfDay.choices, wrong=_("Choose from the times in the list"))

    def clean_visit_type(self) -> str:
        return self.cleaned_data["visit_type"] or VisitType.ANY

    def clean_full_name(self) -> str:
        name: str = self.cleaned_data["full_name"]
        if not name:
            raise forms.ValidationError(self.words.problems.no_name)
        return name

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
            self.add_error("patient_name", self.words.problems.no_patient)
        if not data.get("has_permission"):
            self.add_error("has_permission", self.words.problems.no_permission)

    def details(self) -> Details:
        """The canonical answers of a valid form."""
        answers = {name: self.cleaned_data[name] for name in Details.__annotations__}
        return cast("Details", answers)

    def is_filled(self, names: tuple[str, ...]) -> bool:
        """Whether anything of these was sent, with or without a mistake."""
        return self.is_bound and any(self.errors.get(name) or self[name].value() for name in names)
