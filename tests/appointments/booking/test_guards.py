"""What stands before every form that anybody may send."""

from collections.abc import Callable
from typing import Any
from unittest import mock

import pytest
from django.db import OperationalError
from django.test import Client
from django.urls import get_resolver

from appointments import actions
from appointments.models import ConsultationRequest, Event, RefusedForm
from tests.appointments.conftest import FORM_TYPE
from tests.factories import ConsultationRequestFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]

Post = Callable[..., Any]

# Each form that needs no sign-in: its address, the action it calls, answers with a mistake, and answers to do it with.
FORMS = {
    "book": (
        "/book/",
        "submit",
        {"full_name": "Kept"},
        {"requested_for": "self", "full_name": "Kept", "email": "kept@example.org", "consent": "on"},
    ),
    "lost_link": ("/requests/", "ask_for_link", {"email": "Kept"}, {"email": "kept@example.org"}),
    "correct": ("{page}correct/", "correct", {"email": "Kept"}, {"email": "kept@example.org"}),
    "note": ("{page}note/", "note", {"note": ""}, {"note": "Kept"}),
    "cancel": ("{page}cancel/", "cancel", {"reason": "Kept" * 200}, {"reason": "Kept"}),
    "ask_other_times": ("{page}ask-other-times/", "ask_other_times", {"note": "Kept" * 200}, {"note": "Kept"}),
    "accept": ("{page}accept/", "accept", {"time": "Kept"}, {"time": "1"}),
}


@pytest.fixture(params=FORMS)
def form(request: pytest.FixtureRequest, client: Client) -> Any:
    """One of the forms: its action, its answers, and how to send it."""
    page = ConsultationRequestFactory(status="contacted").get_absolute_url()
    address, action, mistaken, answers = FORMS[request.param]

    def post(answers: dict[str, str], **headers: str) -> Any:
        return client.post(address.format(page=page), answers_as_body(answers), content_type=FORM_TYPE, headers=headers)

    return mock.Mock(address=address.format(page=page), action=action, mistaken=mistaken, answers=answers, post=post)


def answers_as_body(answers: dict[str, str]) -> str:
    return "&".join(f"{name}={value.replace('@', '%40')}" for name, value in answers.items())


def keeps(response: Any, answers: dict[str, str]) -> bool:
    page = response.content.decode()
    return all(value in page for value in answers.values() if value not in {"self", "on"})


def test_every_view_without_djangos_token_is_one_of_these(client: Client) -> None:
    """What is exempt from the token is guarded by the decorator, and stands in the table above."""
    views = {pattern.name: pattern.callback for pattern in booking_patterns()}
    assert {name for name, view in views.items() if getattr(view, "csrf_exempt", False)} == set(FORMS)


def booking_patterns() -> list[Any]:
    found = get_resolver().namespace_dict["appointments"][1]
    return list(found.url_patterns)


def test_a_form_from_another_site_does_nothing_and_keeps_every_answer(form: Any) -> None:
    with mock.patch.object(actions, form.action) as action:
        response = form.post(form.answers, **{"Sec-Fetch-Site": "cross-site"})
    assert (response.status_code, response["Cache-Control"]) == (403, "no-store")
    assert keeps(response, {} if form.action == "accept" else form.answers)
    assert not action.called


def test_mistakes_do_nothing_and_keep_every_answer(form: Any) -> None:
    with mock.patch.object(actions, form.action) as action:
        response = form.post(form.mistaken)
    assert (response.status_code, response["Cache-Control"]) == (422, "no-store")
    assert keeps(response, {} if form.action == "accept" else form.mistaken)
    assert not action.called


def test_another_site_is_told_so_before_any_mistake(form: Any) -> None:
    assert form.post(form.mistaken, **{"Sec-Fetch-Site": "cross-site"}).status_code == 403


@pytest.mark.parametrize("kind", ["text/plain", "multipart/form-data; boundary=x", f"{FORM_TYPE}; charset=hex"])
def test_what_is_no_form_is_not_read(form: Any, kind: str, client: Client) -> None:
    with mock.patch.object(actions, form.action) as action:
        response = client.generic("POST", form.address, b"a=1", content_type=kind)
    assert response.status_code == 415
    assert not action.called


@pytest.mark.parametrize("body", ["note=" + "x" * 300_000, "&".join(f"a{number}=1" for number in range(200))])
def test_what_is_too_large_is_not_cleaned(form: Any, body: str, client: Client) -> None:
    assert client.post(form.address, body, content_type=FORM_TYPE).status_code == 413


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_are_not_taken(form: Any, method: str, client: Client) -> None:
    assert getattr(client, method)(form.address).status_code == 405


# The choice of a time holds no answers.
@pytest.mark.parametrize("form", sorted(FORMS.keys() - {"accept"}), indirect=True)
@pytest.mark.parametrize(("raised", "status"), [(actions.TooManyRequests, 429), (OperationalError, 503)])
def test_what_cannot_be_done_now_keeps_every_answer(form: Any, raised: type[Exception], status: int) -> None:
    with mock.patch.object(actions, form.action, side_effect=raised):
        response = form.post(form.answers)
    assert (response.status_code, response["Cache-Control"]) == (status, "no-store")
    assert response["Retry-After"]
    assert keeps(response, form.answers)


def test_a_get_changes_nothing(form: Any, client: Client) -> None:
    before = list(ConsultationRequest.objects.values()), Event.objects.count()
    assert client.get(form.address).status_code in {200, 303}
    assert client.head(form.address).status_code in {200, 303}
    assert (list(ConsultationRequest.objects.values()), Event.objects.count()) == before


def test_mistakes_without_end_are_too_many(form: Any, settings: Any) -> None:
    settings.BURST_SUSPECT = settings.BURST_REFUSE = 2
    assert [form.post(form.mistaken).status_code for _ in range(4)] == [422, 422, 429, 429]
    assert keeps(form.post(form.mistaken), {} if form.action == "accept" else form.mistaken)


def test_what_another_site_sends_counts_against_nobody(form: Any, settings: Any) -> None:
    settings.BURST_SUSPECT = settings.BURST_REFUSE = 1
    for _ in range(3):
        assert form.post(form.mistaken, **{"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert not RefusedForm.objects.exists()


def test_what_is_no_form_counts(form: Any, client: Client) -> None:
    client.generic("POST", form.address, b"a=1", content_type="text/plain")
    client.post(form.address, "note=" + "x" * 300_000, content_type=FORM_TYPE)
    assert RefusedForm.objects.count() == 2


def test_mistakes_are_told_also_where_they_cannot_be_counted(form: Any) -> None:
    with mock.patch.object(actions, "count_refused", side_effect=OperationalError):
        assert form.post(form.mistaken).status_code == 422
