"""What a patient says on the phone about the times that are offered."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from appointments import actions
from appointments.actions import OfferGone
from appointments.desk.moves.base import Move, NotedMove, PlaceOnScreen, note_field
from appointments.desk.moves.case import Case
from appointments.forms.fields import pick_any
from appointments.lifecycle import Status
from appointments.models import Appointment
from appointments.models.choices import Day, TimeOfDay
from appointments.text.datetimes import in_full


class OnOffer(Move):
    """A move on one of the offered times."""

    place = PlaceOnScreen.OFFER

    appointment = forms.ModelChoiceField(
        queryset=Appointment.objects.none(),
        widget=forms.HiddenInput,
        error_messages={"required": OfferGone.sentence, "invalid_choice": OfferGone.sentence},
    )

    def __init__(self, case: Case, *args: Any, about: Appointment | None = None, **options: Any) -> None:
        super().__init__(case, *args, auto_id=f"{self.name}-{about.pk if about else ''}-%s", **options)
        field = cast("forms.ModelChoiceField[Appointment]", self.fields["appointment"])
        field.queryset = case.request.appointments.all()
        field.label_from_instance = lambda obj: in_full(obj.starts_at)  # type: ignore[method-assign]
        self.about = about
        self.initial["appointment"] = about.pk if about else None

    @property
    def about_what(self) -> str:
        return in_full(self.about.starts_at) if self.about else ""


class Accept(OnOffer):
    action = staticmethod(actions.accept)
    legend = _("They accept this time")
    button = _("They accept this time")
    done = _("The appointment is booked.")

    @classmethod
    def is_possible(cls, case: Case) -> bool:
        is_fitting = case.status == Status.BOOKED or case.allows(Status.BOOKED)
        return is_fitting and case.has_choice


class Withdraw(OnOffer):
    action = staticmethod(actions.withdraw)
    legend = _("Withdraw this time")
    button = _("Withdraw this time")
    done = _("The time is withdrawn.")
    is_final = True

    @classmethod
    def is_possible(cls, case: Case) -> bool:
        return bool(case.offers)


class WithdrawAll(NotedMove):
    action = staticmethod(actions.withdraw_all)
    legend = _("Withdraw all offered times")
    hint = _("The patient can no longer choose them.")
    button = _("Withdraw all times")
    done = _("The offered times are withdrawn.")
    place = PlaceOnScreen.RARE
    is_final = True

    @classmethod
    def is_possible(cls, case: Case) -> bool:
        return bool(case.offers)


class AskOtherTimes(Move):
    action = staticmethod(actions.ask_other_times)
    legend = _("They want other times")
    hint = _("Offered times go back to the diary. A booked one stays until there is another.")
    button = _("Save what they want")
    done = _("Saved. Find other times for them.")

    days = pick_any(Day.choices, label=_("Which days suit them?"), wrong=_("Choose from the days in the list"))
    times = pick_any(
        TimeOfDay.choices, label=_("Which times of day suit them?"), wrong=_("Choose from the times in the list")
    )
    note = note_field(_("What they said"), most=500)

    def __init__(self, case: Case, *args: Any, **options: Any) -> None:
        super().__init__(case, *args, **options)
        self.initial.update(days=case.request.days, times=case.request.times)

    @classmethod
    def is_possible(cls, case: Case) -> bool:
        """Once the clinic has answered: a new request says its wishes itself."""
        return case.request.is_open and case.status != Status.NEW
