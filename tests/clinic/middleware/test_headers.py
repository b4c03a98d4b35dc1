"""Headers follow what happened, not which address was asked."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

pytestmark = pytest.mark.django_db

LOGOUT = "/admin/logout/"


def test_signing_out_empties_what_the_site_stored_and_no_cookie_of_a_sister_site(desk: Client) -> None:
    response = desk.post(LOGOUT)
    assert response.status_code in (200, 302)
    assert response["Clear-Site-Data"] == '"storage"'
    assert "_auth_user_id" not in desk.session


def test_nobody_else_can_have_a_browser_emptied(receptionist: User) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(receptionist)
    forged = strict.post(LOGOUT, headers={"origin": "https://elsewhere.example.org"})
    assert forged.status_code == 403
    for response in (forged, strict.get(LOGOUT), strict.get("/admin/"), Client().post(LOGOUT), Client().get(LOGOUT)):
        assert "Clear-Site-Data" not in response


def test_what_stands_below_the_desk_is_never_stored_even_a_refusal(desk: Client) -> None:
    for address in ("/admin/", "/admin/nowhere/", "/admin/?status__regex=x"):
        assert desk.get(address)["Cache-Control"] == "no-store"
