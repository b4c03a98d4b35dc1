"""What ends a request, opens it again, or says that it was no request at all."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from appointments import actions
from appointments.desk.access import CLOSE
from appointments.desk.moves.base import Move, NotedMove, PlaceOnScreen, note_field
from appointments.desk.moves.case import Case
from appointments.lifecycle import Status


class OfVisit(Move):
    """Whether the patient came. Once one is marked, the other takes it back: it stands apart and is unfolded first."""

    permission = CLOSE

    def __init__(self, case: Case, *args: Any, **options: Any) -> None:
        super().__init__(case, *args, **options)
        if not case.request.is_open:
            self.place, self.is_final = PlaceOnScreen.RARE, True
            self.hint = _("Only if it was marked by mistake. The other mark is taken back.")


class Attend(OfVisit):
    action = staticmethod(actions.attend)
    legend = _("They came")
    button = _("Mark as attended")
    done = _("Marked as attended.")

    @classmethod
    def is_possible(cls, case: Case) -> bool:
        """From the day of the visit on."""
        return case.allows(Status.ATTENDED) and case.visit is not None and case.visit.has_its_day(case.now)


class Miss(OfVisit):
    action = staticmethod(actions.miss)
    legend = _("They did not come")
    button = _("Mark as did not come")
    done = _("Marked as did not come.")

    @classmethod
    def is_possible(cls, case: Case) -> bool:
        """Once the visit should have begun."""
        return case.allows(Status.MISSED) and case.visit is not None and case.visit.has_begun(case.now)


class Keep(Move):
    action = staticmethod(actions.keep)
    legend = _("They keep the time they have")
    hint = _("You agreed on the phone that the booked time stays.")
    button = _("They keep the booked time")
    done = _("The booked time stays.")

    @classmethod
    def is_possible(cls, case: Case) -> bool:
        """Where another time was asked for, and one is booked."""
        return case.status == Status.BOOKED and case.request.wants_times_at is not None


class CallOff(Move):
    action = staticmethod(actions.call_off)
    legend = _("Call the appointment off")
    hint = _("The clinic cannot keep it. The patient is told that another time will be found, and the request goes on.")
    button = _("Call the appointment off")
    done = _("The appointment is called off. Find another time.")
    place = PlaceOnScreen.RARE
    is_final = True

    reason = note_field(_("Why"), most=500)

    @classmethod
    def is_possible(cls, case: Case) -> bool:
        return case.status == Status.BOOKED and not case.is_over


class Answer(NotedMove):
    action = staticmethod(actions.answer)
    legend = _("Answered without a call")
    button = _("Mark as contacted")
    done = _("The request is contacted.")
    place = PlaceOnScreen.RARE

    @classmethod
    def is_possible(cls, case: Case) -> bool:
        return case.status == Status.NEW


class Reopen(NotedMove):
    action = staticmethod(actions.reopen)
    legend = _("Open the request again")
    button = _("Open again")
    done = _("The request is open again.")
    place = PlaceOnScreen.RARE

    @classmethod
    def is_possible(cls, case: Case) -> bool:
        return not case.request.is_open and case.allows(Status.CONTACTED)


class Decline(Move):
    action = staticmethod(actions.decline)
    legend = _("Decline the request")
    hint = _("The clinic cannot help with this. The patient is told, and can read why.")
    button = _("Decline the request")
    done = _("The request is declined.")
    place = PlaceOnScreen.RARE
    is_final = True

    reason = note_field(
        _("Why, in words to the patient"),
        hint=_("They read this on their private page. Say where else they can turn."),
        most=1000,
        needed=_("Write why: the patient reads it"),
    )

    @classmethod
    def is_possible(cls, case: Case) -> bool:
        return case.allows(Status.DECLINED)


class Cancel(Move):
    action = staticmethod(actions.cancel)
    legend = _("Cancel the request for the patient")
    hint = _("They no longer want to come. Offered and booked times go back to the diary.")
    button = _("Cancel the request")
    done = _("The request is cancelled.")
    place = PlaceOnScreen.RARE
    is_final = True

    reason = note_field(_("Why"), most=500)

    @classmethod
    def is_possible(cls, case: Case) -> bool:
        return case.allows(Status.CANCELLED) and not case.is_over


class MarkSpam(Move):
    action = staticmethod(actions.mark_spam)
    legend = _("It is spam")
    hint = _("It is set aside and its mail will not leave. You can take this back.")
    button = _("Mark as spam")
    done = _("Marked as spam.")
    place = PlaceOnScreen.RARE
    is_final = True

    def __init__(self, case: Case, *args: Any, **options: Any) -> None:
        super().__init__(case, *args, **options)
        if case.request.suspicion:
            self.place = PlaceOnScreen.NOTICE

    @classmethod
    def is_possible(cls, case: Case) -> bool:
        return case.allows(Status.SPAM)


class UnmarkSpam(Move):
    action = staticmethod(actions.unmark_spam)
    legend = _("It was no spam")
    hint = _("It is a new request again, and its mail leaves.")
    button = _("Put it back in the queue")
    done = _("The request is back in the queue.")
    place = PlaceOnScreen.RARE
    is_final = True

    @classmethod
    def is_possible(cls, case: Case) -> bool:
        return case.status == Status.SPAM


class ClearSuspicion(Move):
    action = staticmethod(actions.clear_suspicion)
    legend = _("Checked: not spam")
    button = _("Checked: not spam")
    done = _("Checked: the request is in the queue.")
    place = PlaceOnScreen.NOTICE

    @classmethod
    def is_possible(cls, case: Case) -> bool:
        return bool(case.request.suspicion) and case.status != Status.SPAM
