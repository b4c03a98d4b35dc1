"""Which days of whose diary the calendar shows, and the addresses of its neighbors."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from urllib.parse import urlencode

from crispy_forms.helper import FormHelper
from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import TextChoices
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from appointments.forms.layout import Send, desk_form
from appointments.models import Clinician

EARLIEST, LATEST = date(2000, 1, 1), date(2099, 12, 31)


class View(TextChoices):
    WEEK = "week", gettext_lazy("Week")
    DAY = "day", gettext_lazy("Day")


@dataclass(frozen=True)
class Window:
    """A day, or the week around it. Without a clinician it is everybody's."""

    day: date
    view: str
    clinician: Clinician | None
    today: date

    @property
    def is_day(self) -> bool:
        return self.view == View.DAY

    @property
    def first(self) -> date:
        return self.day if self.is_day else self.day - timedelta(days=self.day.weekday())

    @property
    def last(self) -> date:
        return self.day if self.is_day else self.first + timedelta(days=6)

    @property
    def has_today(self) -> bool:
        return self.first <= self.today <= self.last

    @property
    def title(self) -> str:
        """`Tuesday 24 November 2026`, or `23 November – 29 November 2026`."""
        if self.is_day:
            return date_format(self.day, "DAY_IN_FULL")
        ends = {
            "first": date_format(self.first, "DATE_WITHOUT_YEAR"),
            "last": date_format(self.last, "DATE_FORMAT"),
        }
        return _("%(first)s – %(last)s") % ends

    @property
    def step(self) -> timedelta:
        return timedelta(days=1 if self.is_day else 7)

    @property
    def before(self) -> Window:
        return replace(self, day=max(self.day - self.step, EARLIEST))

    @property
    def after(self) -> Window:
        return replace(self, day=min(self.day + self.step, LATEST))

    @property
    def now(self) -> Window:
        return replace(self, day=self.today)

    @property
    def as_week(self) -> Window:
        return replace(self, view=View.WEEK)

    @property
    def as_day(self) -> Window:
        return replace(self, view=View.DAY)

    @property
    def of_everybody(self) -> Window:
        return replace(self, clinician=None)

    def of(self, clinician: Clinician) -> Window:
        return replace(self, clinician=clinician)

    def on(self, day: date) -> Window:
        return replace(self, day=day, view=View.DAY)

    @property
    def address(self) -> str:
        """It always names the clinician, or nobody: left out, it would be the reader's own diary."""
        asked = {"clinician": self.clinician.pk if self.clinician else "", "day": f"{self.day}", "view": self.view}
        return f"{reverse('admin:appointments_calendar')}?{urlencode(asked)}"


class CalendarForm(forms.Form):
    """What the calendar's address says. Nothing has to be there."""

    clinician = forms.ModelChoiceField(Clinician.objects.all(), required=False, widget=forms.HiddenInput)
    day = forms.DateField(
        label=gettext_lazy("Go to a day"),
        required=False,
        validators=[MinValueValidator(EARLIEST), MaxValueValidator(LATEST)],
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )
    view = forms.ChoiceField(choices=View.choices, required=False, widget=forms.HiddenInput)

    @property
    def helper(self) -> FormHelper:
        """It asks for a page, and so carries no token."""
        helper = desk_form("", *self.fields, Send(_("Show"), look="button"), css_class="cal-go")
        helper.form_method = "get"
        return helper

    def window(self, *, own: Clinician | None, today: date) -> Window:
        """What was asked for; and where nothing was, this week, in one's own diary if one has any."""
        asked = self.cleaned_data
        clinician = asked["clinician"] if "clinician" in self.data else own
        return Window(asked["day"] or today, asked["view"] or View.WEEK, clinician, today)
