"""A request that somebody makes by phone."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from appointments.desk.moves.base import note_field
from appointments.desk.moves.labels import in_desk_words, with_desk_words
from appointments.forms.fields import Unseen
from appointments.forms.request import ABOUT_THE_PATIENT, PREPARATION, REACH, ConsultationForm


class PhoneEntryForm(ConsultationForm):
    """The public form's questions, asked on the phone. `entry` names this filling in: sent twice, it counts once."""

    field_order = ("requested_for", "full_name", *ABOUT_THE_PATIENT, *REACH, "topics", *PREPARATION)

    source = website = None  # type: ignore[assignment]
    note = note_field(_("For your colleagues"), hint=_("Seen by staff only."))
    consent = forms.BooleanField(
        label=_("The caller agrees that the clinic keeps these details and uses them to answer the request."),
        error_messages={
            "required": _("Ask the caller, and tick the box if they agree. Without it we may not keep their details.")
        },
    )
    entry = Unseen(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"initial": {"entry": uuid.uuid4(), "visit_type": "any"}} | options)
        in_desk_words(self)
        self.fields["requested_for"].choices = [  # type: ignore[attr-defined]
            ("self", _("The caller")),
            ("other", _("Someone the caller cares for")),
        ]
        self.fields["full_name"].error_messages["required"] = _("Enter the full name of the caller")

    def clean_entry(self) -> str:
        """What names this filling in. Whoever lost it fills in a new one."""
        return str(self.cleaned_data["entry"])[:36] or str(uuid.uuid4())

    def clean(self) -> None:
        with_desk_words(self, super().clean)
