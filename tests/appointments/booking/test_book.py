"""Sending the form, and the private page."""

import re
from typing import Any
from unittest import mock

import pytest
from django.db import OperationalError
from django.test import Client, RequestFactory
from django.utils import timezone
from django.utils.html import escape
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from appointments.booking.forms import ConsultationForm
from appointments.models import ConsultationRequest, RefusedForm
from appointments.models.choices import Topic
from clinic.common.address import network_address
from clinic.common.text import one_line, paragraphs
from tests.appointments.conftest import FORM_TYPE, Send
from tests.factories import NOON, ConsultationRequestFactory, answers

pytestmark = pytest.mark.django_db


def test_a_sent_form_leads_to_the_private_page(send: Send, client: Client, patient_answers: dict[str, Any]) -> None:
    response = send(patient_answers | {"topics": ["fatigue", "pain"], "source": "fatigue"})
    request = ConsultationRequest.objects.get()
    assert (response.status_code, response["Location"]) == (303, f"/requests/{request.token}/")
    assert response["Cache-Control"] == "no-store"
    assert (request.topics, request.source) == (["fatigue", "pain"], "fatigue")
    page = client.get(response["Location"])
    assert page.status_code == 200
    for words in (request.spoken_reference, "This is not an appointment yet", "Fatigue, Pain", "Bring with you"):
        assert words in page.content.decode()


def test_a_double_click_leads_to_one_page(send: Send, patient_answers: dict[str, Any]) -> None:
    assert send(patient_answers)["Location"] == send(patient_answers)["Location"]


def test_a_carers_request_names_both(send: Send, client: Client, carer_answers: dict[str, Any]) -> None:
    page = client.get(send(carer_answers)["Location"]).content.decode()
    assert "Example Bruno" in page
    assert "Example Carla" in page


def test_a_form_with_mistakes_comes_back_with_every_answer(send: Send) -> None:
    typed = {
        name: f"typed {name}"
        for name in ("full_name", "patient_name", "relationship", "email", "phone", "message", "access_notes")
    }
    ticked: dict[str, Any] = {
        "requested_for": ["other"],
        "has_permission": ["on"],
        "topics": ["fatigue", "pain"],
        "days": ["mon", "sun"],
        "times": ["morning"],
        "access_needs": ["hearing"],
        "visit_type": ["video"],
        "contact_by": ["text"],
    }
    response = send(typed | ticked)
    page = response.content.decode()
    assert response.status_code == 422
    assert response["Cache-Control"] == "no-store"
    assert "<title>Error: " in page
    assert page.index("There is a problem") < page.index("<h1")
    assert [text for text in typed.values() if text not in page] == []
    assert checked(page) == {
        (name, value) for name, values in ticked.items() for value in values if name != "has_permission"
    } | {("has_permission", None)}


def checked(page: str) -> set[tuple[str, str | None]]:
    """Name and value of each box and button that is ticked."""
    inputs = [
        dict(re.findall(r'([\w-]+)(?:="([^"]*)")?', tag)) for tag in re.findall(r"<input[^>]*\schecked[^>]*>", page)
    ]
    return {(found["name"], found.get("value")) for found in inputs}


def tag_with(page: str, text: str) -> str:
    """The tag that holds `text`."""
    at = page.index(text)
    return page[page.rindex("<", 0, at) : page.index(">", at)]


def test_each_problem_links_to_its_field_and_says_the_same_there(send: Send) -> None:
    page = send({}).content.decode()
    for anchor, message in ConsultationForm({}).problems:
        assert f'<a href="#{anchor}">{message}</a>' in page
        assert f'id="{anchor}"' in page
        assert page.count(str(message)) == 2


def test_the_error_summary_takes_the_focus_without_script(send: Send) -> None:
    assert "autofocus" in tag_with(send({}).content.decode(), 'id="problem"')


REFUSED = [
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "cross-site", "Origin": "https://clinic.example.org"},
    {"Origin": "https://elsewhere.example.org"},
    {"Origin": "null"},
    {"Origin": "https://elsewhere.example.org", "Referer": "https://clinic.example.org/"},
    {"Referer": "https://elsewhere.example.org/?https://clinic.example.org/"},
    {"Referer": "http://["},
]
ALLOWED = [
    {},
    {"Sec-Fetch-Site": "same-origin"},
    {"Sec-Fetch-Site": "none"},
    {"Sec-Fetch-Site": "same-origin", "Origin": "null"},
    {"Origin": "https://clinic.example.org"},
    {"Referer": "https://clinic.example.org/spms/fatigue/"},
]


@pytest.mark.parametrize("headers", REFUSED)
def test_a_form_from_elsewhere_is_not_stored_and_keeps_its_answers(
    send: Send, patient_answers: dict[str, Any], headers: dict[str, str]
) -> None:
    response = send(patient_answers, **headers)
    assert response.status_code == 403
    assert "Example Amparo" in response.content.decode()
    assert not ConsultationRequest.objects.exists()


@pytest.mark.parametrize("headers", ALLOWED)
def test_our_own_form_is_stored(send: Send, patient_answers: dict[str, Any], headers: dict[str, str]) -> None:
    assert send(patient_answers, **headers).status_code == 303


@pytest.mark.parametrize(
    "content_type",
    [
        "multipart/form-data; boundary=x",
        "application/json",
        "text/plain",
        f"{FORM_TYPE}; charset=unicode_escape",
        f"{FORM_TYPE}; charset=hex",
        f"{FORM_TYPE}; charset=rot13",
        f"{FORM_TYPE}; charset=utf-16",
        f"{FORM_TYPE}; charset=utf8",
        "",
    ],
)
def test_only_a_urlencoded_utf8_form_is_read(client: Client, content_type: str) -> None:
    response = client.generic("POST", "/book/", b"full_name=x", content_type=content_type)
    assert response.status_code == 415
    assert "Book an appointment" in response.content.decode()


def test_a_utf8_form_may_say_so(client: Client) -> None:
    body = "requested_for=self&full_name=Jos%C3%A9&email=jose%40example.org&consent=on"
    assert client.post("/book/", body, content_type=f"{FORM_TYPE}; charset=UTF-8").status_code == 303
    assert ConsultationRequest.objects.get().full_name == "José"


def test_letters_that_are_not_utf8_are_asked_for_again(client: Client) -> None:
    body = "requested_for=self&full_name=Jos%E9&email=jose%40example.org&consent=on"
    response = client.post("/book/", body, content_type=FORM_TYPE)
    assert response.status_code == 422
    assert "Some letters did not reach us" in response.content.decode()


def test_a_form_larger_than_any_answer_gets_413(send: Send) -> None:
    assert send(answers(message="x" * 300_000)).status_code == 413


def test_a_form_with_too_many_parts_gets_413(send: Send) -> None:
    assert send(answers(topics=["fatigue"] * 500)).status_code == 413


def test_what_is_ticked_twice_is_stored_once(send: Send) -> None:
    send(answers(topics=["pain", "fatigue", "pain"]))
    assert ConsultationRequest.objects.get().topics == ["fatigue", "pain"]


def test_the_order_of_ticking_makes_no_other_request(send: Send) -> None:
    assert len({send(answers(days=days))["Location"] for days in (["mon", "sun"], ["sun", "mon"])}) == 1


def test_what_no_person_typed_is_never_complained_about(send: Send) -> None:
    assert send(answers(source="\0", website="\0")).status_code == 303


def test_a_long_paste_is_kept_and_asked_to_be_shorter(send: Send) -> None:
    response = send(answers(message="é" * 9_000))
    assert response.status_code == 422
    assert "é" * 9_000 in response.content.decode()


def test_too_many_requests_are_asked_to_wait_and_keep_their_answers(
    send: Send, settings: Any, patient_answers: dict[str, Any]
) -> None:
    settings.BURST_REFUSE = 0
    response = send(patient_answers)
    assert (response.status_code, response["Retry-After"]) == (429, "600")
    assert "amparo@example.org" in response.content.decode()


def test_when_the_database_is_away_every_answer_is_kept(send: Send, patient_answers: dict[str, Any]) -> None:
    away = mock.patch(
        "appointments.booking.views.actions.submit", side_effect=OperationalError("server closed the connection")
    )
    with away:
        response = send(patient_answers | {"message": "Mornings are best"})
    assert (response.status_code, response["Retry-After"]) == (503, "60")
    page = response.content.decode()
    assert "Mornings are best" in page
    assert "We could not save this yet" in page


def test_the_form_alone_can_be_read_without_the_database(client: Client, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        assert client.get("/book/").status_code == 200


ADDRESSES = [
    ("192.0.2.1", "", "192.0.2.1"),
    ("::ffff:192.0.2.1", "", "192.0.2.1"),
    ("2001:db8:1:2:3:4:5:6", "", "2001:db8:1:2::/64"),
    ("127.0.0.1", "198.51.100.9, 192.0.2.1", "192.0.2.1"),
    ("192.0.2.1:4711", "", ""),
    ("", "", ""),
]


@pytest.mark.parametrize(("remote", "forwarded", "address"), ADDRESSES)
def test_a_sender_is_known_by_network_address(settings: Any, remote: str, forwarded: str, address: str) -> None:
    settings.BEHIND_PROXY = bool(forwarded)
    request = RequestFactory().get("/", REMOTE_ADDR=remote, headers={"x-forwarded-for": forwarded or "203.0.113.1"})
    assert network_address(request) == address


def test_the_address_of_a_proxy_that_names_nobody_is_no_senders(settings: Any) -> None:
    settings.BEHIND_PROXY = True
    assert network_address(RequestFactory().get("/", REMOTE_ADDR="127.0.0.1")) == ""


def test_the_same_words_from_elsewhere_lead_to_a_page_of_their_own(client: Client) -> None:
    """Neither the first sender nor the second reads what the other adds, by whatever they know of each other."""
    short = "requested_for=self&full_name=Example+Amparo&email=amparo%40example.org&consent=on"
    led_to = [
        client.post("/book/", short, content_type=FORM_TYPE, REMOTE_ADDR=address)["Location"]
        for address in ("192.0.2.1", "198.51.100.7", "192.0.2.1", "2001:db8::1", "2001:db8::2", "2001:db8:1::1")
    ]
    first, second, retried, third, neighbor, fourth = led_to
    assert (retried, neighbor) == (first, third)
    assert len({first, second, third, fourth}) == 4
    client.post(f"{second}note/", "note=My+secret", content_type=FORM_TYPE)
    assert "My secret" in client.get(second).content.decode()
    assert "My secret" not in client.get(first).content.decode()


def test_a_filled_trap_is_answered_like_any_request(send: Send, patient_answers: dict[str, Any]) -> None:
    assert send(patient_answers | {"website": "https://spam.example.org"}).status_code == 303
    assert ConsultationRequest.objects.get().suspicion == "trap"


def test_the_private_page_is_neither_stored_nor_indexed(client: Client) -> None:
    request = ConsultationRequestFactory(submitted_at=timezone.now(), page_expires_at=timezone.now().replace(year=2999))
    response = client.get(request.get_absolute_url())
    assert response["Cache-Control"] == "no-store"
    assert "noindex" in response["X-Robots-Tag"]


def test_reading_the_private_page_changes_nothing(client: Client, time_machine: Any) -> None:
    time_machine.move_to(NOON)
    request = ConsultationRequestFactory()
    before = ConsultationRequest.objects.values().get()
    client.get(request.get_absolute_url())
    client.head(request.get_absolute_url())
    assert ConsultationRequest.objects.values().get() == before
    assert client.post(request.get_absolute_url()).status_code == 405


def test_wrong_expired_and_absent_links_get_one_answer(client: Client, time_machine: Any) -> None:
    expired = ConsultationRequestFactory()
    time_machine.move_to(expired.page_expires_at)
    found = [client.get(address) for address in (expired.get_absolute_url(), f"/requests/{'x' * 32}/", "/requests/x/")]
    assert {response.status_code for response in found} == {404}
    # They differ in the address that was asked for, which the page repeats, and in nothing else.
    assert len({response.content.replace(response.wsgi_request.path.encode(), b"") for response in found}) == 1
    differing = {"ETag", "Content-Length"}
    assert (
        len(
            {
                tuple(sorted(set(response.items()) - {(name, response[name]) for name in differing}))
                for response in found
            }
        )
        == 1
    )


def test_spam_looks_like_a_new_request_to_whoever_sent_it(client: Client, time_machine: Any) -> None:
    time_machine.move_to(NOON)
    request = ConsultationRequestFactory(status="spam")
    assert "We have your request" in client.get(request.get_absolute_url()).content.decode()


HOSTILE = ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{ settings.SECRET_KEY }}", "%(name)s {0}"]


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_text_is_shown_as_text(send: Send, client: Client, hostile: str) -> None:
    response = send(answers(full_name=hostile, message=hostile, access_notes=hostile))
    page = client.get(response["Location"]).content.decode()
    assert hostile not in page.replace(escape(hostile), "") or escape(hostile) == hostile
    assert escape(hostile) in page
    again = send(answers(full_name=hostile, message=hostile, email=hostile)).content.decode()
    assert escape(hostile) in again
    assert "<script>alert" not in again


@given(st.dictionaries(st.sampled_from(sorted(ConsultationForm.base_fields)), st.text(max_size=80)))
@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_in_any_field_is_never_a_500(send: Send, typed: dict[str, str]) -> None:
    encodable = {name: text.encode("utf-8", "replace").decode() for name, text in typed.items()}
    assert send(encodable).status_code in (303, 422, 429)


@given(name=st.text(min_size=1, max_size=60), message=st.text(max_size=200), notes=st.text(max_size=100))
@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_stored_is_the_canonical_text(send: Send, name: str, message: str, notes: str) -> None:
    typed = {"full_name": f"Example {name}", "message": message, "access_notes": notes}
    sent = {field: text.encode("utf-8", "ignore").decode().replace("\ufffd", "") for field, text in typed.items()}
    token = send(answers(**sent))["Location"].split("/")[2]
    stored = ConsultationRequest.objects.get(token=token)
    assert stored.full_name == one_line(sent["full_name"])
    assert stored.message == paragraphs(sent["message"])
    assert stored.access_notes == paragraphs(sent["access_notes"])
    ConsultationRequest.objects.update(sent_from="")


@given(st.binary(min_size=1, max_size=300))
@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bytes_are_never_a_500(client: Client, body: bytes) -> None:
    assert client.generic("POST", "/book/", body, content_type=FORM_TYPE).status_code in (422, 413)
    RefusedForm.objects.all().delete()  # each example is a sender's first


def test_every_topic_can_be_ticked(client: Client) -> None:
    page = client.get("/book/").content.decode()
    assert [topic for topic in Topic.values if f'value="{topic}"' not in page] == []
