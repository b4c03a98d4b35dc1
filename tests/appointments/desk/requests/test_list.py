"""What staff see."""

import html
import re
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.http import HttpResponse
from django.test import Client
from django.utils.html import escape

from appointments.desk.moves import MOVES
from appointments.models import ConsultationRequest
from tests.factories import NOON, ConsultationRequestFactory, MessageFactory, UserFactory

pytestmark = pytest.mark.django_db

LIST = "/admin/appointments/consultationrequest/"


def rows(desk: Client, query: str = "") -> list[str]:
    """The references on the list, in their order."""
    page = desk.get(f"{LIST}{query}").content.decode()
    return [found.replace("-", "") for found in re.findall(r'class="field-spoken[^>]*>([0-9A-Z-]{9})<', page)]


def test_the_list_shows_what_a_receptionist_needs(at_noon: Any, desk: Client) -> None:
    at_noon.move_to(NOON.replace(hour=15))
    request = ConsultationRequestFactory(
        for_someone_else=True,
        full_name="Example Bruno",
        contact_by="phone",
        phone="+34612345678",
        days=["mon"],
        times=["morning"],
        topics=["fatigue"],
        access_needs=["wheelchair"],
    )
    page = desk.get(LIST).content.decode()
    for words in (
        request.spoken_reference,
        "Example Bruno for Example Carla",
        "3\xa0hours",
        "New",
        "Phone call; Monday, Morning",
        "Fatigue",
        "Room for a wheelchair",
    ):
        assert words in page


def test_possible_spam_and_failed_mail_stand_out(desk: Client) -> None:
    ConsultationRequestFactory(suspect=True)
    MessageFactory(given_up=True)
    page = desk.get(LIST).content.decode()
    assert "May be spam: filled in the field that people do not see" in page
    assert "No email reaches them: phone this patient" in page


@pytest.mark.parametrize(
    "typed",
    ["K7M3-92QF", "k7m392qf", "K7M3 92QF", "Dolores", "dolores@example", "612 345 678", "+34 612 345 678", "345678"],
)
def test_a_caller_is_found_by_what_they_say(desk: Client, typed: str) -> None:
    wanted = ConsultationRequestFactory(
        reference="K7M392QF", full_name="Example Dolores", email="dolores@example.org", phone="+34612345678"
    )
    ConsultationRequestFactory(phone="+34699999999")
    assert_opens(desk.get(LIST, {"q": typed}), wanted)


@pytest.mark.parametrize("typed", ["Álvaro", "alvaro", "ALVARO", "muñoz", "Munoz"])
def test_a_name_is_found_whatever_its_accents(desk: Client, typed: str) -> None:
    wanted = ConsultationRequestFactory(full_name="Example Álvaro Muñoz")
    ConsultationRequestFactory()
    assert_opens(desk.get(LIST, {"q": typed}), wanted)


def test_a_misheard_reference_is_found(desk: Client) -> None:
    wanted = ConsultationRequestFactory(reference="01K7M3QF")
    assert_opens(desk.get(LIST, {"q": "OIK7-M3QF"}), wanted)


def assert_opens(answer: HttpResponse, wanted: ConsultationRequest) -> None:
    assert (answer.status_code, answer["Location"]) == (302, f"{LIST}{wanted.pk}/change/")


def test_two_who_are_found_stand_on_the_list(desk: Client) -> None:
    both = {ConsultationRequestFactory(full_name=f"Example {name} Ruiz").reference for name in ("Ana", "Eva")}
    assert set(rows(desk, "?q=ruiz")) == both


def test_one_found_on_a_list_that_was_narrowed_stays_on_it(desk: Client) -> None:
    wanted = ConsultationRequestFactory(full_name="Example Ana", topics=["pain"])
    assert rows(desk, "?q=ana&topic=pain") == [wanted.reference]
    assert rows(desk, "?q=") == [wanted.reference]


def test_who_is_not_found_is_written_down_with_one_press(desk: Client) -> None:
    page = desk.get(LIST, {"q": "Zoë O'Hara"}).content.decode()
    link = re.search(r'href="([^"]+by-phone/[^"]*)"[^>]*>Write down', page)
    assert link
    form = desk.get(html.unescape(link[1])).content.decode()
    assert re.search(r'name="full_name" value="Zoë O&#x27;Hara"', form)


@pytest.mark.parametrize(
    ("typed", "field"), [("600 12 34 56", "phone"), ("zoe@example.org", "email"), ("Zoe", "full_name")]
)
def test_what_was_searched_for_answers_the_question_it_fits(desk: Client, typed: str, field: str) -> None:
    form = desk.get(f"{LIST}by-phone/", {"q": typed}).content.decode()
    assert re.findall(r'name="(\w+)" value="' + re.escape(typed) + '"', form) == [field]


def test_nobody_found_on_a_narrowed_list_may_be_elsewhere(desk: Client) -> None:
    ConsultationRequestFactory(full_name="Example Ana")
    assert 'href="?q=Ana">Search all requests' in desk.get(LIST, {"q": "Ana", "topic": "pain"}).content.decode()


def test_a_search_longer_than_any_name_is_cut(desk: Client) -> None:
    assert desk.get(LIST, {"q": "x" * 5_000}).status_code == 200


@pytest.mark.parametrize("query", ["?full_name__regex=(a%2B)%2B$", "?token__startswith=a", "?messages__to__regex=x"])
def test_lookups_that_staff_were_not_offered_are_refused(desk: Client, query: str) -> None:
    assert desk.get(f"{LIST}{query}").status_code == 400


FILTERS = [
    ("status__exact=cancelled", {"cancelled": True}),
    ("suspect=yes", {"suspect": True}),
    ("for=other", {"for_someone_else": True}),
    ("topic=pain", {"topics": ["fatigue", "pain"]}),
    ("access=hearing", {"access_needs": ["hearing"]}),
]


@pytest.mark.parametrize(("query", "traits"), FILTERS)
def test_the_list_can_be_narrowed(desk: Client, query: str, traits: dict[str, Any]) -> None:
    ConsultationRequestFactory()
    wanted = ConsultationRequestFactory(**traits)
    assert rows(desk, f"?{query}") == [wanted.reference]


def test_the_list_says_what_it_is_and_me_is_whoever_looks(desk: Client) -> None:
    ConsultationRequestFactory()
    page = desk.get(LIST).content.decode()
    assert "<h1>Requests</h1>" in page
    assert "<title>Requests – Desk</title>" in page
    assert re.findall(r'href="\?for=(\w+)">\s*([^<]+?)\s*<', page) == [
        ("self", "The sender"),
        ("other", "Somebody else"),
    ]
    assert not re.search(r"\?(visit_type|contact_by|requested_for)", page)
    assert len(rows(desk, "?for=self")) == 1
    assert rows(desk, "?for=other") == []


def test_failed_mail_can_be_asked_for(at_noon: Any, desk: Client) -> None:
    MessageFactory()
    wanted = MessageFactory(given_up=True).request
    assert rows(desk, "?queue=to-phone") == [wanted.reference]
    assert rows(desk, "?suspect=no") != []


def test_a_list_of_any_length_costs_the_same(desk: Client, django_assert_max_num_queries: Any) -> None:
    def queries() -> int:
        with django_assert_max_num_queries(20) as counted:
            desk.get(LIST)
        return len(counted)

    ConsultationRequestFactory()
    one = queries()
    for _ in range(30):
        MessageFactory()
    assert queries() == one


def test_the_detail_shows_everything_and_lets_nothing_be_typed_over(desk: Client) -> None:
    request = ConsultationRequestFactory(message="Mornings are best", access_notes="I read lips", phone="+34612345678")
    message = MessageFactory(request=request)
    page = desk.get(f"{LIST}{request.pk}/change/").content.decode()
    for words in (
        "Mornings are best",
        "I read lips",
        "+34 612 34 56 78",
        request.email,
        "Timeline",
        message.get_kind_display(),
    ):
        assert words in page
    addresses = set(re.findall(r'<form[^>]* action="([^"]*)"', page))
    moves = {f"{LIST}{request.pk}/{move.name}/" for move in MOVES}
    assert addresses - {"/admin/logout/"} <= moves
    assert len(addresses) > 5
    assert desk.post(f"{LIST}{request.pk}/change/", {"status": "booked"}).status_code == 403
    assert desk.get(f"{LIST}add/").status_code == 403
    assert desk.post(f"{LIST}{request.pk}/delete/", {"post": "yes"}).status_code == 403


def test_staff_put_a_suspect_back_in_the_queue(desk: Client) -> None:
    request = ConsultationRequestFactory(suspect=True)
    choice = {"action": "clear_suspicion", "_selected_action": [request.pk]}
    page = desk.post(LIST, choice, follow=True).content.decode()
    assert "1 request is back in the queue." in page
    request.refresh_from_db()
    assert request.suspicion == ""


@pytest.mark.parametrize(
    ("suspects", "said"),
    [
        (0, "0 requests are back in the queue."),
        (1, "1 request is back in the queue."),
        (2, "2 requests are back in the queue."),
    ],
)
@pytest.mark.parametrize("place", ["first", "last"])
def test_a_selection_with_one_unsuspected_request_clears_the_others_and_counts_them(
    desk: Client, suspects: int, said: str, place: str
) -> None:
    chosen = [ConsultationRequestFactory(suspect=True) for _ in range(suspects)]
    chosen.insert(0 if place == "first" else suspects, ConsultationRequestFactory())
    left_alone = ConsultationRequestFactory(suspect=True)
    choice = {"action": "clear_suspicion", "_selected_action": [request.pk for request in chosen]}
    assert said in desk.post(LIST, choice, follow=True).content.decode()
    assert list(ConsultationRequest.objects.exclude(suspicion="")) == [left_alone]


def test_who_may_only_look_cannot_clear(client: Client) -> None:
    visitor = UserFactory(is_staff=True)
    visitor.user_permissions.add(Permission.objects.get(codename="view_consultationrequest"))
    client.force_login(visitor)
    request = ConsultationRequestFactory(suspect=True)
    client.post(LIST, {"action": "clear_suspicion", "_selected_action": [request.pk]})
    request.refresh_from_db()
    assert request.suspicion


def test_strangers_are_asked_to_sign_in(client: Client) -> None:
    response = client.get(LIST)
    assert response.status_code == 302
    assert "/admin/login/" in response["Location"]


def test_hostile_text_is_shown_to_staff_as_text(desk: Client) -> None:
    hostile = "<script>alert(1)</script>"
    request = ConsultationRequestFactory(full_name=hostile, message=hostile, access_notes=hostile)
    for address in (LIST, f"{LIST}{request.pk}/change/", f"{LIST}?q=%3Cscript%3E&status__exact=new"):
        page = desk.get(address).content.decode()
        assert hostile not in page
        assert escape(hostile) in page


def test_the_outbox_is_read_only_and_says_what_failed(desk: Client) -> None:
    message = MessageFactory(given_up=True)
    page = desk.get("/admin/appointments/message/").content.decode()
    assert "The mailbox refuses it for good." in page
    assert message.request.spoken_reference in page
    assert desk.get("/admin/appointments/message/add/").status_code == 403
