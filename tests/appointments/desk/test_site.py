"""The desk as one site: it is Django's default one, and every address of it is guarded."""

import pytest
from django.contrib import admin
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from appointments.desk import access
from appointments.desk.moves import MOVES
from appointments.desk.site import DeskSite
from appointments.models import Clinician, ConsultationRequest, Message
from tests.factories import UserFactory

OWN = [
    ("calendar", []),
    ("clinician_feed", [1]),
    ("consultationrequest_by_phone", []),
    ("consultationrequest_letter", [1]),
    ("message_letter", [1]),
    *((f"consultationrequest_{move.name}", [1]) for move in MOVES),
]


def test_the_desk_is_the_default_site_and_lists_what_is_registered_anywhere() -> None:
    assert isinstance(admin.site._wrapped, DeskSite)
    assert {ConsultationRequest, Clinician, Message} <= set(admin.site._registry)


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "about"), OWN)
def test_no_address_of_the_desk_answers_to_who_is_not_signed_in(client: Client, name: str, about: list[int]) -> None:
    address = reverse(f"admin:appointments_{name}", args=about)
    response = client.post(address)
    assert response.status_code == 403
    assert 'id="login-form"' in response.content.decode()  # it carries along what was typed
    assert client.get(address)["Location"].startswith("/admin/login/")


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "about"), OWN)
def test_no_address_of_the_desk_answers_to_who_may_do_nothing(client: Client, name: str, about: list[int]) -> None:
    client.force_login(UserFactory(is_staff=True))
    response = client.post(reverse(f"admin:appointments_{name}", args=about))
    # The feed is a clinician's own too, so it asks first whether there is one.
    assert response.status_code == (404 if name == "clinician_feed" else 405 if name == "calendar" else 403)


def test_every_permission_name_is_one_that_the_models_have(db: None) -> None:
    known = {f"appointments.{codename}" for codename in Permission.objects.values_list("codename", flat=True)}
    ours = {value for name, value in vars(access).items() if name.isupper()}
    assert len(ours) > 5
    assert ours <= known
