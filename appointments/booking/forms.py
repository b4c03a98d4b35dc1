"""The form “Book an appointment”, as it stands alone and under every page. What happens then is for `actions`."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Field
from django import forms
from django.core.validators import validate_slug
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from appointments.booking.words import OF_PATIENTS
from appointments.forms.fields import Unseen
from appointments.forms.layout import Folded, Part, Send, public_form
from appointments.forms.request import ABOUT_THE_PATIENT, PREPARATION, REACH, RequestForm
from appointments.text import consent


class ConsultationForm(RequestForm):
    """The short part first, the optional rest in groups that one key skips."""

    words = OF_PATIENTS
    field_order = ("requested_for", *ABOUT_THE_PATIENT, "full_name", *REACH, "topics", *PREPARATION)

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
        reach_hint = _("Give an email address or a phone number. Both is best.")
        return public_form(
            reverse("appointments:book"),
            "requested_for",
            Part(_("If you ask for someone you care for"), *ABOUT_THE_PATIENT, css_class="part about-the-patient"),
            "full_name",
            Part(_("How can we reach you?"), *REACH, css_class="part", hint=reach_hint),
            Field("topics", template="clinic/topics.html"),
            Folded(_("Help us prepare (optional)"), *PREPARATION, is_open=self.is_filled(PREPARATION)),
            "consent",
            "source",
            Div("website", css_class="trap"),
            Send(_("Send my request")),
        )

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
