"""The steps of the sign-in: nobody is in before the last, nothing is right twice, and what was typed comes along."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from clinic.accounts.factors.recovery import codes_left, make_codes
from clinic.accounts.models import AccountMail, Passkey
from clinic.accounts.people.invitations import link_for
from tests.clinic.accounts.hands import Key, app_of, code_of, give_code, hidden, is_in, options_of, sign_in
from tests.factories import NOON, ConsultationRequestFactory

pytestmark = pytest.mark.django_db

NEW = "correct horse battery staple"
NEXT = timedelta(seconds=31)


@pytest.fixture(autouse=True)
def second_factor(settings: Any) -> None:
    settings.SECOND_FACTOR = True


@pytest.fixture
def browser() -> Client:
    return Client()


@pytest.fixture
def app(receptionist: User, at_noon: Any) -> Any:
    return app_of(receptionist)


def invited(browser: Client, user: User) -> Any:
    """The page that the invitation leads to."""
    return browser.get(link_for(user).removeprefix("https://clinic.example.org"), follow=True)


def chosen(browser: Client, page: Any, password: str = NEW) -> Any:
    return browser.post(page.request["PATH_INFO"], {"new_password1": password, "new_password2": password})


@pytest.fixture
def colleague(db: None, at_noon: Any) -> User:
    """Somebody new."""
    return User.objects.create_user("ana", "ana@example.org", is_staff=True, is_superuser=True)


def test_a_password_alone_lets_nobody_in(browser: Client, app: Any) -> None:
    asked = sign_in(browser)
    assert "Second step" in asked.content.decode()
    assert not is_in(browser)
    assert "_auth_user_id" not in browser.session


def test_the_code_of_the_app_does_and_leads_to_what_was_asked_for(browser: Client, app: Any) -> None:
    asked = sign_in(browser, next="/admin/auth/user/")
    went_on = give_code(browser, f"{code_of(app)[:3]} {code_of(app)[3:]}", **hidden(asked))
    assert (went_on.status_code, went_on["Location"]) == (302, "/admin/auth/user/")
    assert is_in(browser)


def test_no_code_is_right_twice(browser: Client, app: Any) -> None:
    sign_in(browser)
    give_code(browser, code_of(app))
    second = Client()
    sign_in(second)
    assert "That did not work" in give_code(second, code_of(app)).content.decode()
    assert not is_in(second)


def test_wrong_codes_lock_like_wrong_passwords(browser: Client, app: Any, at_noon: Any) -> None:
    sign_in(browser)
    for second in range(5):
        at_noon.move_to(NOON + second * timedelta(seconds=1))
        give_code(browser, "000000")
    assert "Too many attempts" in give_code(browser, code_of(app)).content.decode()
    assert AccountMail.objects.get().kind == "locked"


def test_a_right_password_does_not_forgive_wrong_codes(browser: Client, app: Any, at_noon: Any) -> None:
    for second in range(5):
        at_noon.move_to(NOON + second * timedelta(seconds=1))
        sign_in(browser)
        give_code(browser, "000000")
    assert "Too many attempts" in sign_in(browser).content.decode()


def test_a_recovery_code_works_once_and_its_owner_is_told(browser: Client, app: Any, receptionist: User) -> None:
    code = make_codes(receptionist)[3]
    sign_in(browser)
    assert give_code(browser, code.upper().replace("-", " ")).status_code == 302
    assert codes_left(receptionist) == 9
    assert AccountMail.objects.get().kind == "recovery_used"
    assert "You have 9 recovery codes left." in browser.get("/admin/").content.decode()
    second = Client()
    sign_in(second)
    give_code(second, code)
    assert not is_in(second)


def test_a_form_typed_before_comes_along_through_every_step(browser: Client, app: Any) -> None:
    request = ConsultationRequestFactory()
    note = f"/admin/appointments/consultationrequest/{request.pk}/note/"
    asked = browser.post(note, {"note": "tired by noon", "seen": "0"})
    step = sign_in(browser, **hidden(asked))
    wrong = give_code(browser, "000000", **hidden(step))
    assert wrong.status_code == 422
    again = Client()
    page = give_code(again, "1", **hidden(sign_in(again, **hidden(wrong))))
    assert "tired by noon" not in page.content.decode()
    assert hidden(page)["kept"]
    # django-otp makes whoever guesses wait a moment
    code = make_codes(User.objects.get())[0]
    assert "tired by noon" in give_code(again, code, **hidden(page)).content.decode()


def test_who_is_invited_chooses_a_password_and_a_second_factor_and_keeps_the_codes(
    browser: Client, colleague: User, at_noon: Any
) -> None:
    enroll = chosen(browser, invited(browser, colleague))
    assert "Set up your second step" in enroll.content.decode()
    assert not is_in(browser)
    key = browser.session["pending"]["app_key"]
    codes = browser.post("/admin/login/enroll/", {"code": code_of(AppThatRead(key))})
    assert codes.content.decode().count("<li><code>") == 10
    assert not is_in(browser)
    assert browser.post("/admin/login/codes/")["Location"] == "/admin/"
    assert is_in(browser)
    assert [mail.kind for mail in AccountMail.objects.all()] == ["password", "factor_added"]
    at_noon.move_to(NOON + NEXT)
    again = Client()
    sign_in(again, "ana", NEW)
    give_code(again, code_of(colleague.totpdevice_set.get()))  # type: ignore[attr-defined]
    assert is_in(again)


class AppThatRead:
    """An app that has read the picture."""

    def __init__(self, key: str) -> None:
        self.bin_key = bytes.fromhex(key)


def test_an_invitation_works_once_and_for_three_days(browser: Client, colleague: User, at_noon: Any) -> None:
    link = link_for(colleague)
    page = invited(browser, colleague)
    chosen(browser, page)
    assert "does not work any more" in invited_again(link)
    late = User.objects.create_user("late", is_staff=True)
    link = link_for(late)
    at_noon.move_to(NOON + timedelta(days=3, minutes=1))
    assert "does not work any more" in invited_again(link)


def invited_again(link: str) -> str:
    page: str = Client().get(link.removeprefix("https://clinic.example.org"), follow=True).content.decode()
    return page


def test_a_guessable_password_is_not_taken(browser: Client, colleague: User) -> None:
    page = invited(browser, colleague)
    assert "easy to guess" in chosen(browser, page, "aaaaaaaaaaaaaaaaaaaa").content.decode()


def test_a_password_lets_nobody_add_a_first_factor(browser: Client, receptionist: User) -> None:
    assert "You need an invitation" in sign_in(browser).content.decode()
    browser.post("/admin/login/enroll/", {"code": "000000"})
    assert not is_in(browser)


def test_a_session_from_before_the_second_factor_ends(desk: Client) -> None:
    assert not is_in(desk)


def test_a_weak_password_is_changed_before_anything_else(browser: Client, receptionist: User, settings: Any) -> None:
    settings.SECOND_FACTOR = False
    receptionist.set_password("reception")
    receptionist.save()
    asked = sign_in(browser, password="reception")
    assert "Choose a better password" in asked.content.decode()
    assert not is_in(browser)
    answers = {"new_password1": NEW, "new_password2": NEW}
    assert browser.post("/admin/login/password/", answers)["Location"] == "/admin/"
    assert is_in(browser)
    assert AccountMail.objects.get().kind == "password"


def test_a_step_that_is_not_asked_for_is_not_taken(browser: Client, app: Any) -> None:
    sign_in(browser)
    for step in ("codes", "password", "enroll", "in", "nowhere"):
        assert "Second step" in browser.post(f"/admin/login/{step}/").content.decode()
    assert not is_in(browser)


def test_a_sign_in_that_is_left_open_ends(browser: Client, app: Any, at_noon: Any) -> None:
    sign_in(browser)
    at_noon.move_to(NOON + timedelta(minutes=15, seconds=1))
    assert give_code(browser, code_of(app))["Location"] == "/admin/login/"
    assert not is_in(browser)


def test_that_is_not_me_begins_anew(browser: Client, app: Any) -> None:
    sign_in(browser)
    assert "Second step" in browser.get("/admin/login/").content.decode()
    browser.post("/admin/login/leave/")
    assert 'id="login-form"' in browser.get("/admin/login/").content.decode()


class TestPasskeys:
    @pytest.fixture
    def key(self, browser: Client, colleague: User) -> Key:
        """The colleague has added it, and has signed out."""
        enroll = chosen(browser, invited(browser, colleague))
        key = Key()
        answer = {"name": "blue", "answer": key.made_for(options_of(enroll))}
        assert b"recovery codes" in browser.post("/admin/login/enroll/", answer).content
        browser.post("/admin/login/leave/")
        return key

    def shown(self, browser: Client, key: Key, **named: Any) -> Any:
        asked = sign_in(browser, "ana", NEW)
        return browser.post("/admin/login/code/", {"answer": key.shown_for(options_of(asked), **named)})

    def test_a_passkey_is_as_good_as_a_code(self, browser: Client, key: Key) -> None:
        assert self.shown(browser, key).status_code == 302
        assert is_in(browser)
        assert Passkey.objects.get().used_at == NOON

    def test_an_answer_works_once(self, browser: Client, key: Key) -> None:
        answer = key.shown_for(options_of(sign_in(browser, "ana", NEW)))
        assert browser.post("/admin/login/code/", {"answer": answer}).status_code == 302
        second = Client()
        sign_in(second, "ana", NEW)
        assert second.post("/admin/login/code/", {"answer": answer}).status_code == 422

    def test_a_false_page_gets_nothing(self, browser: Client, key: Key) -> None:
        key.origin = "https://c1inic.example.org"
        assert self.shown(browser, key).status_code == 422

    def test_a_copied_key_is_refused(self, browser: Client, key: Key) -> None:
        self.shown(browser, key, counted=7)
        assert self.shown(Client(), key, counted=7).status_code == 422

    def test_a_strangers_key_is_refused(self, browser: Client, key: Key) -> None:
        assert self.shown(browser, Key()).status_code == 422

    @pytest.mark.parametrize("answer", ["{}", "[]", "null", "x", '{"id": 1}', '{"id": "!", "response": {}}'])
    def test_what_no_browser_sends_is_refused(self, browser: Client, key: Key, answer: str) -> None:
        sign_in(browser, "ana", NEW)
        assert browser.post("/admin/login/code/", {"answer": answer}).status_code == 422
