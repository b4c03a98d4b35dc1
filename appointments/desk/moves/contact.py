"""Calls, notes, and who looks after a request."""

from typing import Any, cast

from django import forms
from django.contrib.auth.models import User
from django.utils.translation import gettext_lazy as _

from appointments import actions
from appointments.actions import CallOutcome
from appointments.actions.details import Correction
from appointments.desk.access import CLOSE, WORK, SignedIn
from appointments.desk.moves.base import Move, PlaceOnScreen, note_field
from appointments.desk.moves.case import Case
from appointments.desk.moves.labels import OF_CALLERS
from appointments.forms.contact import ContactForm
from appointments.lifecycle import Status
from clinic.common.text import name_of


class Call(Move):
    """A call was made, or came in."""

    action = staticmethod(actions.call)
    legend = _("Record a call")
    button = _("Save the call")
    done = _("The call is recorded.")
    open_at = frozenset({Status.NEW, Status.CONTACTED})

    outcome = forms.ChoiceField(
        label=_("What came of it?"),
        choices=CallOutcome.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose what came of the call"),
            "invalid_choice": _("Choose what came of the call from the list"),
        },
    )
    note = note_field(_("What was said"), hint=_("Seen by staff only."))

    @classmethod
    def is_possible(cls, case: Case) -> bool:
        return case.status != Status.SPAM

    @property
    def is_open(self) -> bool:
        """Also when there is something to say that no email says."""
        return super().is_open or bool(self.case.to_tell)

    def answers(self) -> dict[str, Any]:
        return self.cleaned_data | {"outcome": CallOutcome(self.cleaned_data["outcome"])}


class SendLink(Move):
    action = staticmethod(actions.send_link)
    legend = _("Send them the link to their private page")
    hint = _("For who has lost it. It goes to the email address that we have.")
    button = _("Send the link")
    done = _("The link is on its way, or left within the last hour.")
    place = PlaceOnScreen.RARE

    @classmethod
    def is_possible(cls, case: Case) -> bool:
        return case.request.is_linkable(case.now)


class Note(Move):
    action = staticmethod(actions.note)
    legend = _("Add a note")
    button = _("Add the note")
    done = _("The note is added.")

    note = note_field(_("What your colleagues should know"), hint=_("Seen by staff only."), needed=_("Write the note"))

    @classmethod
    def is_for(cls, user: SignedIn) -> bool:
        """Clinicians too: what they learn at the visit, reception has to know."""
        return user.has_perm(WORK) or user.has_perm(CLOSE)

    @classmethod
    def is_possible(cls, case: Case) -> bool:
        return True


class Colleague(forms.ModelChoiceField[User]):
    """A member of staff, by full name."""

    def label_from_instance(self, obj: Any) -> str:
        return name_of(obj)


class Assign(Move):
    action = staticmethod(actions.assign)
    legend = _("Say who looks after it")
    button = _("Save who looks after it")
    done = _("Saved who looks after it.")
    needed_sometimes = ("to",)  # “nobody” is an answer too

    to = Colleague(
        label=_("Looked after by"),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("Nobody in particular"),
        error_messages={"invalid_choice": _("Choose a colleague from the list")},
    )

    def __init__(self, case: Case, *args: Any, **options: Any) -> None:
        super().__init__(case, *args, **options)
        colleagues = User.objects.filter(is_active=True, is_staff=True).order_by("first_name", "username")
        cast("Colleague", self.fields["to"]).queryset = colleagues
        self.initial["to"] = case.request.assigned_to_id

    @classmethod
    def is_possible(cls, case: Case) -> bool:
        return case.request.is_open


class Correct(Move, ContactForm):
    """How to reach them and what makes the visit easier, as they said on the phone."""

    action = staticmethod(actions.correct)
    words = OF_CALLERS
    legend = _("Correct how to reach them, or what they need")
    hint = _("With a new email address the private page gets a new link, which is sent there.")
    button = _("Save the correction")
    done = _("The correction is saved.")
    place = PlaceOnScreen.RARE

    def __init__(self, case: Case, *args: Any, **options: Any) -> None:
        stored = {name: getattr(case.request, name) for name in Correction.__annotations__}
        shown = stored | {"phone": case.request.readable_phone}
        super().__init__(case, *args, initial=shown, **options)

    @classmethod
    def is_possible(cls, case: Case) -> bool:
        return case.request.is_open

    def answers(self) -> dict[str, Any]:
        correction = {name: self.cleaned_data[name] for name in Correction.__annotations__}
        return {"correction": correction}
