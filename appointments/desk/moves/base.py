"""What the forms of the request screen have in common."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, ClassVar, Self

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Hidden
from django import forms
from django.contrib.auth.models import User
from django.db.models import TextChoices
from django.forms import BoundField
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from appointments.desk.access import WORK, SignedIn, found_for
from appointments.desk.moves.case import Case
from appointments.forms.base import KindForm
from appointments.forms.fields import Paragraphs
from appointments.forms.layout import Folded, Hint, Send, desk_form, fields_alone
from appointments.lifecycle import Status


class PlaceOnScreen(TextChoices):
    """Where on the screen a move stands."""

    USUAL = "usual"
    RARE = "rare"
    OFFER = "offer"  # at each offered time
    NOTICE = "notice"  # at the notice that the request may be spam


class Move(KindForm):
    """Something that staff can do with a request: when it is possible, what it asks, and the action it calls."""

    name: ClassVar[str]  # in its address: the action's
    action: ClassVar[Callable[..., object]]
    permission: ClassVar[str] = WORK
    open_at: ClassVar[frozenset[Status]] = frozenset()  # unfolded from the start
    tucked: ClassVar[tuple[str, ...]] = ()  # fields folded away, under `tucked_legend`
    tucked_legend: ClassVar[StrOrPromise] = ""

    place: PlaceOnScreen = PlaceOnScreen.USUAL
    is_final: bool = False  # the patient is told, a time is given up, or what was done is undone: the button looks it
    legend: StrOrPromise = ""
    hint: StrOrPromise = ""
    button: StrOrPromise = ""
    done: StrOrPromise = ""

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        if hasattr(cls, "action"):
            cls.name = cls.action.__name__.replace("_", "-")

    def __init__(self, case: Case, data: Mapping[str, Any] | None = None, **options: Any) -> None:
        self.case = case
        super().__init__(data, **{"auto_id": f"{self.name}-%s"} | options)

    @classmethod
    def as_sent(cls, user: SignedIn, pk: int, data: Mapping[str, Any], now: datetime) -> Self:
        """The form with what was sent to it, maybe long ago. Raises PermissionDenied and Http404."""
        return cls(Case(found_for(user, pk), now), data)

    @classmethod
    def is_for(cls, user: SignedIn) -> bool:
        """Whether this member of staff may make it at all."""
        return user.has_perm(cls.permission)

    @classmethod
    def is_possible(cls, case: Case) -> bool:
        """As the request stands now. The action decides in the end."""
        raise NotImplementedError

    def act(self, *, by: User, now: datetime) -> None:
        """Call the action with the answers of the valid form. Raises what it raises."""
        self.action(request=self.case.request, by=by, now=now, **self.answers())

    def answers(self) -> dict[str, Any]:
        """What goes to the action, by the names that it has for it: as a rule, what the fields are called."""
        return self.cleaned_data

    @property
    def address(self) -> str:
        """The name of its address, for `reverse`."""
        return f"admin:appointments_consultationrequest_{self.name}"

    @property
    def is_open(self) -> bool:
        """When it was just sent, and where it is the usual next step. Not before somebody has looked for spam."""
        is_usual = self.case.status in self.open_at and not self.case.request.suspicion
        return self.is_bound or is_usual

    @property
    def is_plain(self) -> bool:
        """There is nothing to fill in: a button is enough."""
        return not self.visible_fields()

    @property
    def helper(self) -> FormHelper:
        """How it is laid out. At an offer or a notice there is room for a button alone."""
        action = reverse(self.address, args=[self.case.request.pk])
        names = [name for name in self.fields if name not in self.tucked]
        seen = Hidden("seen", "{{ seen }}")
        if self.place in {PlaceOnScreen.OFFER, PlaceOnScreen.NOTICE}:
            return desk_form(action, seen, *names, self.send, css_class="only")
        css_class = "only" if self.is_plain else ""
        parts = [Hint(self.hint), *names, *self._fold(), self.send]
        return desk_form(action, seen, *parts, css_class=css_class, css_id=f"do-{self.name}")

    @property
    def send(self) -> Send:
        return Send(self.button, look="go calm" if self.is_final else "go", about=self.about_what)

    def _fold(self) -> list[Folded]:
        if not self.tucked:
            return []
        is_open = self.is_folded_open
        parts = [*self.tucked, *self.tucked_away]
        return [Folded(self.tucked_legend, *parts, is_open=is_open, css_class="tucked", inner="pairs")]

    @property
    def tucked_away(self) -> list[Send]:
        """Buttons of the fold's own."""
        return []

    @property
    def helper_to_copy(self) -> FormHelper:
        """What was typed, where the move is no longer possible."""
        return fields_alone(*(field.name for field in self.visible_fields()))

    @property
    def about_what(self) -> str:
        """What the button is about, where several of the kind stand on the screen."""
        return ""

    @property
    def folded(self) -> list[BoundField]:
        return [self[name] for name in self.tucked]

    @property
    def is_folded_open(self) -> bool:
        return self.is_bound and any(field.errors or field.data for field in self.folded)


def note_field(
    label: StrOrPromise, *, hint: StrOrPromise = "", most: int = 2000, needed: StrOrPromise = ""
) -> Paragraphs:
    """A few lines of text. `needed` says what to do where it is left empty; without it the field is optional."""
    return Paragraphs(
        label=label,
        help_text=hint,
        required=bool(needed),
        max_length=most,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": needed},
    )


class NotedMove(Move):
    """One that may leave a line for colleagues."""

    note = note_field(_("Note"), hint=_("Seen by staff only."))
