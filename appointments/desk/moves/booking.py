"""Offering times, booking one, and moving it."""

from typing import Any, ClassVar, cast

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django_stubs_ext import StrOrPromise

from appointments import actions
from appointments.actions.offers import MOST_OFFERS
from appointments.desk.moves.case import Case
from appointments.desk.moves.slots import code, slot_of
from appointments.desk.moves.times import TYPED, TimesForm
from appointments.diary.slots import Slot
from appointments.diary.suggestions import usual_offer
from appointments.forms.fields import AnyOf
from appointments.forms.layout import Send, SendTicked
from appointments.lifecycle import Status
from appointments.text.datetimes import in_full

ELSEWHERE = "another"
ALONE = "alone"  # the name of the button by which only the typed time is offered


class Offer(TimesForm):
    action = staticmethod(actions.offer)
    legend = _("Offer times")
    hint = _("They are held for the patient until one is accepted.")
    button = _("Offer the ticked times")
    done: StrOrPromise = _("The times are offered.")  # and, once they are, which
    open_at = frozenset({Status.NEW, Status.CONTACTED})

    times = AnyOf(
        label=_("Suggested times"),
        required=False,
        error_messages={"invalid_choice": _("Choose from the times in the list")},
    )
    also_ticked = forms.BooleanField(
        label=_("Offer the ticked times too"),
        help_text=_("Then use the button below."),
        required=False,
    )
    tucked: ClassVar[tuple[str, ...]] = (*TYPED, "also_ticked")
    field_order = ("times", "directions", *tucked)

    def __init__(self, case: Case, *args: Any, **options: Any) -> None:
        super().__init__(case, *args, **options)
        self.usual = [code(slot) for slot in usual_offer(case.request, list(self.slots.values()))]
        self.initial["times"] = self.usual

    @property
    def is_open(self) -> bool:
        return super().is_open or bool(self.case.request.wants_times_at)

    @classmethod
    def is_possible(cls, case: Case) -> bool:
        is_fitting = case.status in {Status.OFFERED, Status.BOOKED} or case.allows(Status.OFFERED)
        return is_fitting and not case.is_over and len(case.offers) < MOST_OFFERS

    @property
    def send(self) -> Send:
        if not self.slots:
            return Send(_("Offer this time"), look="go")
        times = [in_full(slot.starts_at) for slot in self.slots.values()]
        return SendTicked(self.button, times, and_more=_("and the time entered above"), look="go")

    @property
    def tucked_away(self) -> list[Send]:
        return [Send(_("Offer this time alone"), look="go calm", name=ALONE)] if self.slots else []

    def frees(self) -> None:
        """What is offered already stays offered."""

    def clean(self) -> None:
        ticked, is_alone = self.cleaned_data.get("times", []), ALONE in self.data
        self.chosen = [] if is_alone else [self.slots[key] for key in ticked]
        if is_alone or self.is_typed or self.cleaned_data.get("also_ticked"):
            typed = self.typed_slot()
            if self.chosen and not self.cleaned_data.get("also_ticked"):
                self.add_error("also_ticked", _("Tick this to offer all of them, or press “Offer this time alone”"))
            self.chosen += [typed] if typed else []
        if not self.chosen and not self.errors:
            self.add_error("times" if self.slots else "on", _("Choose at least one time, or enter another one"))
        if self.cleaned_data.get("directions") and len({slot.visit_type for slot in self.chosen}) > 1:
            self.add_error("directions", _("These times are of different kinds: offer those by video separately"))
        self.ask_once_more(self.chosen)
        self._say_what_is_offered()

    def _say_what_is_offered(self) -> None:
        """How many times, and which, and how the patient hears of it."""
        how = (
            _("The patient gets an email.")
            if self.case.request.email
            else _("There is no email address: say them on the phone, or print the letter.")
        )
        count, times = len(self.chosen), "; ".join(in_full(slot.starts_at) for slot in self.chosen)
        words = ngettext("%(count)d time is offered: %(times)s.", "%(count)d times are offered: %(times)s.", count)
        self.done = f"{words % {'count': count, 'times': times}} {how}"

    def answers(self) -> dict[str, Any]:
        return {"slots": [self.with_directions(slot) for slot in self.chosen]}


class OneTimeForm(TimesForm):
    """A single time: one of the list, or the one that is typed."""

    times = forms.ChoiceField(
        label=_("Suggested times"),
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("Choose from the times in the list")},
    )
    field_order = ("times", "directions", *TYPED)
    preset = ""  # what is chosen from the start, and does not stand against a time that is typed

    def _list_times(self) -> None:
        super()._list_times()
        field = cast("forms.ChoiceField", self.fields["times"])
        field.choices = [*field.choices, (ELSEWHERE, _("Another time, entered below"))]  # type: ignore[misc]

    def clean(self) -> None:
        self.chosen: Slot | None = None
        if "times" in self.errors:
            return
        picked = self.cleaned_data["times"]
        if self.is_typed and picked not in {"", ELSEWHERE, self.preset}:
            self.add_error("times", _("You chose a time and entered another one: choose “Another time” to use that"))
        elif self.is_typed or picked == ELSEWHERE:
            self.chosen = self.typed_slot()
        elif not picked:
            self.add_error("times", _("Choose a time, or enter another one"))
        else:
            self.chosen = self.slots[picked]
        if self.chosen:
            self.ask_once_more([self.chosen])

    @property
    def agreed(self) -> Slot:
        """The time of a valid form."""
        return self.with_directions(cast("Slot", self.chosen))


class Book(OneTimeForm):
    action = staticmethod(actions.book)
    legend = _("Book by phone")
    hint = _("They agreed on a time while you talked.")
    button = _("Book this time")
    done = _("The appointment is booked.")

    @classmethod
    def is_possible(cls, case: Case) -> bool:
        return case.allows(Status.BOOKED)

    def answers(self) -> dict[str, Any]:
        return {"slot": self.agreed}


class Reschedule(OneTimeForm):
    action = staticmethod(actions.reschedule)
    legend = _("Reschedule, or change where or how")
    hint = _("You agreed on it with the patient. Their calendar moves with it.")
    button = _("Save the change")
    done = _("The appointment is changed.")

    def __init__(self, case: Case, *args: Any, **options: Any) -> None:
        super().__init__(case, *args, **options)
        if self.case.visit:
            self.preset = code(slot_of(self.case.visit))
            self.initial.update(times=self.preset, directions=self.case.visit.directions)

    @classmethod
    def is_possible(cls, case: Case) -> bool:
        return case.status == Status.BOOKED and not case.is_over

    def known_times(self) -> dict[str, Slot]:
        """The time it has comes first: keeping it changes only where or how."""
        kept = [slot_of(self.case.visit)] if self.case.visit else []
        return {code(slot): slot for slot in kept} | super().known_times()

    def answers(self) -> dict[str, Any]:
        return {"slot": self.agreed}
