"""What was sent is read at the desk as whoever got it sees it, and by nobody who may not."""

import re
from base64 import b64encode
from hashlib import sha256

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from appointments.desk.requests.sent import hashes_of_styles
from appointments.mail.sender import send_due
from appointments.models import Message
from appointments.text.datetimes import in_full
from tests.factories import NOON, MessageFactory, UserFactory, message_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]

MARK = f"This is what was sent on {in_full(NOON)}, to "


@pytest.fixture
def sent() -> Message:
    message = message_of(Message.Kind.BOOKED, email="amparo@example.org")
    assert send_due() == 1
    return message


def page_of(message: Message) -> str:
    return f"/admin/appointments/message/{message.pk}/change/"


def html_of(message: Message) -> str:
    return f"/admin/appointments/message/{message.pk}/letter/"


def member_who_may(*codenames: str) -> Client:
    person = UserFactory(is_staff=True)
    person.user_permissions.set(Permission.objects.filter(codename__in=codenames))
    client = Client()
    client.force_login(person)
    return client


def test_a_message_that_left_shows_what_it_said_though_the_request_has_changed_since(
    desk: Client, sent: Message
) -> None:
    sent.request.appointments.update(directions="Another room")
    page = desk.get(page_of(sent)).content.decode()
    assert "The letter as it was sent" in page
    assert f"{MARK}amparo@example.org." in page
    assert sent.letter.subject in page
    assert sent.request.private_address in page
    assert html_of(sent) in page
    assert "Another room" not in sent.letter.text + sent.letter.html


def test_a_message_that_waits_shows_no_letter(desk: Client) -> None:
    waiting = MessageFactory()
    assert "as it was sent" not in desk.get(page_of(waiting)).content.decode()
    assert desk.get(html_of(waiting)).status_code == 404


@pytest.mark.parametrize("number", ["0", "9" * 40, "x", "-1"])
def test_no_number_of_a_message_breaks_the_desk(desk: Client, number: str) -> None:
    assert desk.get(f"/admin/appointments/message/{number}/letter/").status_code in (302, 400, 404)
    assert desk.get(f"/admin/appointments/message/{number}/change/").status_code in (302, 400)


def test_the_request_leads_to_what_was_sent_and_to_nothing_that_was_not(desk: Client, sent: Message) -> None:
    waiting = MessageFactory(request=sent.request, kind=Message.Kind.REMINDER, not_before=NOON.replace(hour=18))
    page = desk.get(f"/admin/appointments/consultationrequest/{sent.request.pk}/change/").content.decode()
    assert f'href="{page_of(sent)}#letter"' in page
    assert page_of(waiting) not in page


def test_the_html_is_marked_and_otherwise_as_it_was_sent(desk: Client, sent: Message) -> None:
    shown = desk.get(html_of(sent)).content.decode()
    head, body = re.split("(?<=<body)", sent.letter.html)
    assert shown.startswith(head)
    assert shown.endswith(body.partition(">")[2])
    assert f"{MARK}amparo@example.org." in shown


def test_the_html_runs_and_loads_nothing_and_is_kept_nowhere(desk: Client, sent: Message) -> None:
    response = desk.get(html_of(sent))
    policy = response["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; style-src 'unsafe-hashes' 'sha256-")
    assert policy.endswith("; sandbox")
    assert "unsafe-inline" not in policy
    assert "script-src" not in policy
    assert "no-store" in response["Cache-Control"]
    assert "noindex" in response["X-Robots-Tag"]


def test_exactly_the_styles_of_a_letter_are_allowed() -> None:
    paragraph = '<p style="margin:0; font:\'A\'">style="color:blue"</p>'
    html = f"<style>p {{ color: red; }}</style>\n{paragraph * 2}"
    styles = ["p { color: red; }", "margin:0; font:'A'"]
    assert sorted(hashes_of_styles(html)) == sorted(
        f"'sha256-{b64encode(sha256(style.encode()).digest()).decode()}'" for style in styles
    )


def test_who_may_see_mail_and_not_work_on_requests_sees_no_private_link(sent: Message) -> None:
    looker, worker = member_who_may("view_message"), member_who_may("view_message", "work_consultationrequest")
    for address in (page_of(sent), html_of(sent)):
        assert str(sent.request.token) in worker.get(address).content.decode()
        shown = looker.get(address).content.decode()
        assert str(sent.request.token) not in shown
        assert "/requests/…" in shown
    assert "The private link is left out." in looker.get(page_of(sent)).content.decode()


def test_who_may_not_see_mail_sees_no_letter(sent: Message) -> None:
    worker = member_who_may("view_consultationrequest", "work_consultationrequest")
    assert worker.get(html_of(sent)).status_code == 403
    assert worker.get(page_of(sent)).status_code == 403
