"""How the form is laid out: the short part first, the optional rest in groups that one key skips."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Field, Fieldset, Layout, Submit
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise


class Part(Fieldset):  # type: ignore[misc]  # crispy-forms carries no types
    """Some fields under one heading, with a hint."""

    def __init__(self, legend: StrOrPromise, *fields: object, hint: StrOrPromise = "", css_class: str = "") -> None:
        super().__init__(legend, *fields, css_class=css_class)
        self.hint = hint


class Optional(Part):
    """Fields folded away under a heading that opens them; one key passes them by."""

    template = "%s/layout/details.html"

    def __init__(self, legend: StrOrPromise, *fields: object, is_open: bool) -> None:
        super().__init__(legend, *fields)
        self.is_open = is_open


class Send(Submit):  # type: ignore[misc]  # crispy-forms carries no types
    """The button of a form. `look` is primary for what the form is for, quiet for what cannot be undone."""

    def __init__(self, words: StrOrPromise, *, look: str = "primary") -> None:
        super().__init__("", words)
        self.look = look


def booking_layout(*, prepare_open: bool) -> FormHelper:
    """A crispy helper for ConsultationForm. `prepare_open` shows the optional group unfolded, when it holds answers."""
    helper = FormHelper()
    helper.form_action = reverse("appointments:book")
    helper.form_class = "form"
    helper.attrs = {"novalidate": "", "accept-charset": "utf-8"}
    # The anonymous form is guarded by its origin (see origin.py), so that pages set no cookie and can be cached.
    helper.disable_csrf = True
    helper.layout = Layout(
        "requested_for",
        Part(
            _("If you ask for someone you care for"),
            "patient_name",
            "relationship",
            "has_permission",
            css_class="part about-the-patient",
        ),
        "full_name",
        Part(
            _("How can we reach you?"),
            "email",
            "phone",
            "contact_by",
            css_class="part",
            hint=_("Give an email address or a phone number. Both is best."),
        ),
        Field("topics", template="clinic/topics.html"),
        Optional(
            _("Help us prepare (optional)"),
            "message",
            "visit_type",
            "days",
            "times",
            "access_needs",
            "access_notes",
            is_open=prepare_open,
        ),
        "consent",
        "source",
        Div("website", css_class="trap"),
        Send(_("Send my request")),
    )
    return helper


def private_layout(action: str, button: Send, *fields: object) -> FormHelper:
    """A crispy helper for a form of the private page, sent to the address `action`."""
    helper = FormHelper()
    helper.form_action = action
    helper.form_class = "form"
    helper.attrs = {"novalidate": "", "accept-charset": "utf-8"}
    helper.disable_csrf = True
    helper.layout = Layout(*fields, button)
    return helper
