"""What the emails say, and what they never say."""

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils.translation import override

from appointments.lifecycle import AppointmentStatus, Status
from appointments.mail import letters
from appointments.mail.compose import compose
from appointments.models import Appointment, Message
from appointments.text.datetimes import in_full
from tests.factories import NOON, AppointmentFactory, ClinicianFactory, ConsultationRequestFactory, message_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]

Kind = Message.Kind

WITH_A_VISIT = {Kind.OFFERED, Kind.BOOKED, Kind.CHANGED, Kind.REMINDER}
WITH_A_LOST_VISIT = {Kind.CALLED_OFF, Kind.CANCELLED}
WITH_ACCESS = {Kind.RECEIVED, Kind.NOT_REACHED} | WITH_A_VISIT | WITH_A_LOST_VISIT
WITHOUT_PRIVATE_LINK = {Kind.NEW_REQUEST, Kind.REPLACED}
ASKED = {
    "full_name": "canary-name",
    "patient_name": "canary-patient",
    "requested_for": "other",
    "has_permission": True,
    "relationship": "canary-relation",
    "message": "canary-message",
    "access_notes": "canary-notes",
    "declined_because": "canary-reason",
    "topics": ["bladder-and-bowel"],
    "phone": "+34612345678",
    "access_needs": ["step_free", "hearing"],
    "source": "canary-source",
}


@pytest.fixture(autouse=True)
def clinic(settings: Any) -> None:
    settings.CLINIC_NAME = "Example Clinic"
    settings.CLINIC_ADDRESS = "1 Example Street\nExampletown"
    settings.CLINIC_PHONE = "+34 912 000 000"


def written(kind: str, visit: dict[str, Any] | None = None, **request: Any) -> EmailMultiAlternatives:
    return compose(message_of(kind, visit, **ASKED | request), NOON)


def html_of(email: EmailMultiAlternatives) -> str:
    [html] = [part.content for part in email.alternatives if part.mimetype == "text/html"]
    return str(html)


def words_of(html: str) -> list[str]:
    """What a reader of the HTML reads, word by word."""
    body = re.sub(r"<(style|title)>.*?</\1>", "", html, flags=re.DOTALL)
    return unescape(re.sub(r"<[^>]+>", " ", body)).split()


@pytest.mark.parametrize("kind", Kind.values)
def test_every_email_says_what_people_need(kind: str) -> None:
    message = message_of(kind, **ASKED)
    email = compose(message, NOON)
    request = message.request
    for text in (email.body, html_of(email)):
        assert request.spoken_reference in text
        assert (request.private_address in text) == (kind not in WITHOUT_PRIVATE_LINK)
        assert ("A way in without steps" in text) == (kind in WITH_ACCESS)
        assert ("Wednesday 25 November 2026, 12:00 (clinic time, UTC)" in text) == (
            kind in WITH_A_VISIT | WITH_A_LOST_VISIT
        )
        assert ("1 Example Street" in text) == (kind in WITH_A_VISIT | WITH_A_LOST_VISIT)
        assert ("+34 912 000 000" in text) == (kind != Kind.NEW_REQUEST)
        assert "Dr Miguel Ley Nacher" in text
    assert request.spoken_reference in email.subject


@pytest.mark.parametrize("kind", Kind.values)
def test_no_email_carries_a_topic_or_a_word_of_the_patient(kind: str) -> None:
    email = written(kind)
    parts = [
        email.message().as_string(),
        email.subject,
        email.body,
        *(str(part.content) for part in email.alternatives),
    ]
    parts += [content.decode() for _name, content, _type in email.attachments]  # type: ignore[union-attr]
    for part in parts:
        assert "canary" not in part
        assert "ladder" not in part
        assert "612345678" not in part.replace(" ", "")


@pytest.mark.parametrize("kind", Kind.values)
def test_text_and_html_say_the_same(kind: str) -> None:
    email = written(kind, {"directions": "Room 4, through the “red” door"})
    in_text = [word.rstrip(":") for word in email.body.split()]
    assert [word.rstrip(":") for word in words_of(html_of(email))] == in_text


@pytest.mark.parametrize("kind", Kind.values)
def test_the_html_is_whole_without_pictures_and_has_one_link(kind: str) -> None:
    html = html_of(written(kind))
    assert '<html lang="en' in html
    assert not re.search(r"<(img|script|link|iframe|form|table)|url\(|@import|\bon\w+=", html)
    addresses = re.findall(r'(?:href|src)="([^"]*)"', html)
    assert len(addresses) == (0 if kind == Kind.REPLACED else 1)
    assert all(address.startswith("https://clinic.example.org/") for address in addresses)
    assert min(int(size) for size in re.findall(r"font-size:(\d+)px", html) if size != "0") >= 18


@pytest.mark.parametrize("kind", sorted(WITH_A_VISIT | WITH_A_LOST_VISIT))
def test_hostile_names_stay_words(kind: str) -> None:
    hostile = '<b>&"</b>{{ settings.SECRET_KEY }}'
    visit = {"clinician": ClinicianFactory(name=hostile), "directions": "<script>alert(1)</script>"}
    email = written(kind, visit)
    assert hostile in email.body
    html = html_of(email)
    assert "<b>" not in html
    assert "<script" not in html
    assert hostile in unescape(html)


@pytest.mark.parametrize(
    ("visit_type", "directions", "phone", "expected"),
    [
        ("in_person", "", "", ["At the clinic", "Example Clinic", "1 Example Street", "Exampletown"]),
        ("in_person", "Room 4", "", ["At the clinic", "Example Clinic", "1 Example Street", "Exampletown", "Room 4"]),
        ("video", "", "", ["By video", "We send you what you need to join before it begins."]),
        ("video", "Link: https://meet.example", "", ["By video", "Link: https://meet.example"]),
        ("phone", "", "+34612345678", ["By phone", "We call you at the number that we have from you."]),
        ("phone", "", "", ["By phone", "Tell us which number to call: on your private page, or by phone."]),
    ],
)
def test_it_says_where_or_how(visit_type: str, directions: str, phone: str, expected: list[str]) -> None:
    email = written(Kind.BOOKED, {"visit_type": visit_type, "directions": directions}, phone=phone)
    assert "\n".join(expected) + "\n" in email.body


def test_what_the_clinic_has_not_said_is_not_said(settings: Any) -> None:
    settings.CLINIC_NAME = settings.CLINIC_ADDRESS = settings.CLINIC_PHONE = ""
    email = written(Kind.BOOKED, access_needs=[])
    assert "Where:\nAt the clinic\n\n" in email.body
    for blank in ("phone number", "need:", "None", "\n\n\n"):
        assert blank not in email.body


def test_times_are_on_the_clinics_clock(settings: Any) -> None:
    settings.TIME_ZONE = "Pacific/Kiritimati"
    email = written(Kind.REMINDER)
    assert "Thursday 26 November 2026, 02:00 (clinic time, UTC+14:00)" in email.body


def offers(count: int, **details: Any) -> list[Appointment]:
    request = ConsultationRequestFactory(status=Status.OFFERED)
    return [
        AppointmentFactory(offered=True, request=request, starts_at=NOON + timedelta(days=day), **details)
        for day in range(2, 2 + count)
    ]


def test_an_offer_lists_every_time_and_until_when_each_is_held() -> None:
    first, second, gone = offers(3)
    Appointment.objects.filter(pk=second.pk).update(expires_at=NOON + timedelta(hours=5), visit_type="video")
    Appointment.objects.filter(pk=gone.pk).update(status=AppointmentStatus.RELEASED)
    letter = letters.offer_letter(first.request, NOON)
    text = render_to_string("appointments/emails/letter.txt", {"letter": letter})
    for at in (first.starts_at, second.starts_at, NOON + timedelta(hours=72), NOON + timedelta(hours=5)):
        assert in_full(at) in text
    assert in_full(gone.starts_at) not in text
    assert "Opening the link books nothing" in text
    assert text.count("1 Example Street") == 1
    assert text.count("We send you what you need to join") == 1


def test_an_offer_of_one_time_does_not_say_choose_one() -> None:
    [offer] = offers(1)
    assert letters.offer_letter(offer.request, NOON).opening == ["We can offer you this time."]


def test_an_offer_beside_a_booked_time_says_that_it_stays() -> None:
    booked = AppointmentFactory()
    AppointmentFactory(offered=True, request=booked.request, starts_at=NOON + timedelta(days=3))
    opening = letters.offer_letter(booked.request, NOON).opening
    assert f"stays until you choose another time: {in_full(booked.starts_at)}." in opening[1]


def test_a_confirmation_for_the_post_is_the_email_without_the_word_of_a_file() -> None:
    message = message_of(Kind.BOOKED)
    letter = letters.confirmation(message.request)
    assert letter.title == "Your appointment is booked"
    assert all("file" not in words for words in letter.closing)
    assert "The file with this email" in compose(message, NOON).body


def test_a_letter_prints_with_all_of_it(rf: Any) -> None:
    booked = AppointmentFactory(clinician=ClinicianFactory(name="<b>&"))
    context = {"letter": letters.confirmation(booked.request), "recipient": "<i>Example Amparo", "back": "/admin/"}
    page = render_to_string("appointments/letter_print.html", context, request=rf.get("/"))
    for words in (
        booked.request.spoken_reference,
        in_full(booked.starts_at),
        booked.request.private_address,
        "1 Example Street<br>Exampletown",
        "Monday 23 November 2026",
        "&lt;b&gt;&amp;",
        "&lt;i&gt;Example Amparo",
    ):
        assert words in page
    assert " style=" not in page
    assert "<script" not in page


def test_a_letter_for_nothing_booked_is_refused() -> None:
    with pytest.raises(Appointment.DoesNotExist):
        letters.confirmation(ConsultationRequestFactory())


def test_a_message_about_no_appointment_says_what_is_missing() -> None:
    message = message_of(Kind.BOOKED)
    message.appointment = None
    with pytest.raises(ValueError, match="found no appointment, expected one"):
        compose(message, NOON)


def test_a_patient_is_written_to_in_the_language_of_the_request_whatever_the_sender_speaks() -> None:
    with override("es"):
        assert '<html lang="de" dir="ltr">' in html_of(written(Kind.RECEIVED, language="de"))


def test_the_clinic_is_written_to_in_its_own_language() -> None:
    with override("es"):
        assert '<html lang="en" dir="ltr">' in html_of(written(Kind.NEW_REQUEST, language="de"))
