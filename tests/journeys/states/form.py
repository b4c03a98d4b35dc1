"""The states of the forms and the private page that a reader gets into. Each goes on from the one before."""

from collections.abc import Callable
from unittest import mock

from django.db import OperationalError
from django.utils import timezone
from playwright.sync_api import Page

from appointments import actions
from tests.journeys.conftest import Visitor
from tests.journeys.hands import press, unfold
from tests.journeys.states.times import STATES_OF_TIMES, another, staff

TYPED = {
    "Name of the person you care for": "Example Carla",
    "What you are to them": "Sister",
    "Your full name": "Example Bruno",
    "Your email address": "bruno@example.org",
    "Your phone number": "612 34 56 78",
    "Anything you want us to know": "Her legs are stiff in the morning.\nAfternoons are better.",
    "Anything else that would help, such as your language": "She reads large print.",
}
TICKED = [
    "They know that I am asking",
    "Stiffness and spasms",
    "Bladder and bowel",
    "Wednesday",
    "Wheelchair",
    "I agree",
]


def empty(visitor: Visitor) -> Page:
    return visitor.goes_to("/book/")


def unfolded(visitor: Visitor) -> Page:
    return unfold(empty(visitor))


def with_errors(visitor: Visitor) -> Page:
    return send(empty(visitor))


def for_someone_else(visitor: Visitor) -> Page:
    page = unfolded(visitor)
    page.get_by_text("Someone I care for", exact=True).click()
    return page


def for_someone_else_with_errors(visitor: Visitor) -> Page:
    return send(for_someone_else(visitor))


def refused(visitor: Visitor) -> Page:
    """Everything answered, and sent from another site as far as the server can tell."""
    page = fill(for_someone_else(visitor))
    with mock.patch("appointments.booking.guards.is_same_origin", return_value=False):
        return send(page)


def too_many(visitor: Visitor) -> Page:
    """Sent again from the page that refused it, as that page says."""
    with mock.patch("django.conf.settings.BURST_REFUSE", 0):
        return send(visitor.page)


def not_stored(visitor: Visitor) -> Page:
    with mock.patch("appointments.actions.submit", side_effect=OperationalError):
        return send(visitor.page)


def sent(visitor: Visitor) -> Page:
    """The private page, with the answers that three refusals kept."""
    return send(visitor.page)


def folded_out(visitor: Visitor) -> Page:
    """The private page with everything that can be changed there open."""
    return unfold(visitor.page)


def correction_with_errors(visitor: Visitor) -> Page:
    page = visitor.page
    page.get_by_label("Your email address").fill("")
    page.get_by_label("Your phone number").fill("")
    return press(page, "Save these changes")


def corrected(visitor: Visitor) -> Page:
    page = visitor.page
    page.get_by_label("Your email address").fill("bruno@example.org")
    return press(page, "Save these changes")


def note_refused(visitor: Visitor) -> Page:
    """Sent from another site as far as the server can tell. What was written stands in its form."""
    page = unfold(visitor.page)
    page.get_by_label("What else should we know?").fill("She reads large print.")
    with mock.patch("appointments.booking.guards.is_same_origin", return_value=False):
        return press(page, "Add this")


def too_many_changes(visitor: Visitor) -> Page:
    """Sent again from the page that refused it, as that page says."""
    with mock.patch("appointments.actions.patient.MOST_CHANGES_A_DAY", 0):
        return press(visitor.page, "Add this")


def closed_meanwhile(visitor: Visitor) -> Page:
    """What was written, on a page of its own: the request was cancelled by phone while its page was open."""
    request = another()
    page = unfold(visitor.goes_to(request.get_absolute_url()))
    page.get_by_label("What else should we know?").fill("She reads large print.")
    actions.cancel(request=request, reason="", by=staff(), now=timezone.now())
    return press(page, "Add this")


def cancelled(visitor: Visitor) -> Page:
    """Another request, since the one before went on to an appointment. It has no time yet."""
    return press(unfold(visitor.goes_to(another().get_absolute_url())), "Yes, cancel my request")


def lost_link(visitor: Visitor) -> Page:
    return visitor.goes_to("/requests/")


def lost_link_with_errors(visitor: Visitor) -> Page:
    return press(visitor.page, "Send me my link")


def link_sent(visitor: Visitor) -> Page:
    visitor.page.get_by_label("Your email address").fill("bruno@example.org")
    return press(visitor.page, "Send me my link")


def word_explained(visitor: Visitor) -> Page:
    page = visitor.goes_to("/spms/fatigue/")
    page.locator("button.term").first.click()
    return page


def broken(visitor: Visitor) -> Page:
    with mock.patch("education.models.Page.objects.by_hub", side_effect=ZeroDivisionError):
        return visitor.goes_to("/")


def without_database(visitor: Visitor) -> Page:
    with mock.patch("education.models.Page.objects.by_hub", side_effect=OperationalError):
        return visitor.goes_to("/")


STATES: dict[str, Callable[[Visitor], Page]] = {
    "empty": empty,
    "unfolded": unfolded,
    "with errors": with_errors,
    "for someone else": for_someone_else,
    "for someone else, with errors": for_someone_else_with_errors,
    "403": refused,
    "429": too_many,
    "503": not_stored,
    "private page": sent,
    "private page, everything open": folded_out,
    "private page, correction with errors": correction_with_errors,
    "private page, corrected": corrected,
    "private page, 403": note_refused,
    "private page, 429": too_many_changes,
    **STATES_OF_TIMES,
    "private page, closed meanwhile": closed_meanwhile,
    "private page, cancelled": cancelled,
    "lost link": lost_link,
    "lost link, with errors": lost_link_with_errors,
    "lost link, sent": link_sent,
    "a word explained": word_explained,
    "something broke": broken,
    "database away": without_database,
}


def fill(page: Page) -> Page:
    """Answer every kind of question, for somebody else. The optional groups stand open."""
    for label, text in TYPED.items():
        page.get_by_label(label).fill(text)
    for label in TICKED:
        page.get_by_label(label).check()
    return page


def send(page: Page) -> Page:
    return press(page, "Send my request")
