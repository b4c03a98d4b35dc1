"""No word stands bare: everything that people read goes through gettext, on every page and in every letter."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import transaction
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone
from pytest_django.plugin import DjangoDbBlocker

from appointments.mail.compose import compose
from appointments.models import Clinician, ConsultationRequest, Message
from clinic.demo import DEMO_STAFF
from education.content.sources import registry
from education.models import Page
from education.pages.page import read
from tests.language.pseudo import bare_words, marked, speak, texts_of, typed_by_people
from tests.stock import put_pages

PUBLIC = [
    "/",
    "/spms/",
    "/spms/{slug}/",
    "/spms/{slug}/?read=slow",
    "/search/",
    "/search/?q=qwxz",
    "/book/",
    "/requests/",
]
DESK = [
    "/admin/",
    "/admin/appointments/consultationrequest/",
    "/admin/appointments/consultationrequest/by-phone/",
    "/admin/appointments/calendar/?clinician=&view=week",
    "/admin/appointments/calendar/?clinician=&view=day",
    "/admin/appointments/message/",
    "/admin/appointments/accesslog/",
    "/admin/appointments/clinician/",
    "/admin/education/page/",
    "/admin/account/",
    "/admin/password_change/",
    "/admin/auth/user/add/",
    "/admin/logout/",
]


@pytest.fixture(scope="module")
def clinic_of_today(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The invented clinic, for as long as the tests of this file run."""
    with django_db_blocker.unblock(), transaction.atomic(), override_settings(DEBUG=True):
        put_pages()
        call_command("load_demo", verbosity=0)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def invented_clinic(clinic_of_today: None, db: None, settings: Any) -> None:
    settings.DEBUG = True
    settings.CLINIC_NAME, settings.CLINIC_PHONE, settings.EMERGENCY_NUMBER = "Example Clinic", "555-0100", "112"


def test_the_language_marks_and_lengthens_and_keeps_what_stands_around() -> None:
    assert marked(" Send %(name)s ") == " ⟦Send %(name)s ~~~~~⟧ "
    assert (marked(""), marked("\n")) == ("", "\n")


def test_bare_words_are_found_and_data_is_none() -> None:
    html = '<p>⟦Hello <b>you</b>⟧ Example Amparo <i>there</i></p><img alt="A mark"><input type=submit value="⟦Send⟧">'
    assert bare_words(html, ["Example Amparo"]) == ["there", "A mark"]


@pytest.mark.usefixtures("invented_clinic")
def test_no_word_of_a_public_page_is_bare(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    slug = Page.objects.earliest("pk").slug
    content = content_of(slug)
    speak(monkeypatch)
    known = typed_by_people() | content
    found = {path: found_on(client, path.format(slug=slug), known) for path in PUBLIC}
    left = {path: words for path, words in found.items() if words}
    assert not left, "\n".join(f"{p}: {w[:12]}" for p, w in left.items())


@pytest.mark.usefixtures("invented_clinic")
def test_no_word_of_a_private_page_is_bare(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    speak(monkeypatch)
    known, found = typed_by_people(), {}
    for request in ConsultationRequest.objects.readable_at(timezone.now()):
        found[f"{request.status} {request.pk}"] = found_on(client, request.get_absolute_url(), known)
    assert len(found) > 10
    left = {path: words for path, words in found.items() if words}
    assert not left, "\n".join(f"{p}: {w[:12]}" for p, w in left.items())


@pytest.mark.usefixtures("invented_clinic")
def test_no_word_of_the_desk_is_bare(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    client.force_login(User.objects.get(username=DEMO_STAFF))
    speak(monkeypatch)
    screens = [
        *DESK,
        *(
            reverse("admin:appointments_consultationrequest_change", args=[row.pk])
            for row in ConsultationRequest.objects.all()
        ),
        changed("appointments_clinician", Clinician.objects.earliest("pk")),
        changed("education_page", Page.objects.earliest("pk")),
    ]
    known = typed_by_people()
    found = {path: found_on(client, path, known) for path in screens}
    left = {path: words for path, words in found.items() if words}
    assert not left, "\n".join(f"{p}: {w[:12]}" for p, w in left.items())


@pytest.mark.usefixtures("invented_clinic")
def test_no_word_of_a_letter_is_bare(monkeypatch: pytest.MonkeyPatch) -> None:
    speak(monkeypatch)
    known, found, kinds = typed_by_people(), {}, set()
    for message in Message.objects.exclude(to="").select_related("request", "appointment__clinician"):
        letter = compose(message, timezone.now())
        html = str(letter.alternatives[0][0])
        kinds.add(message.kind)
        found[message.kind] = bare_words(f"<p>{letter.subject}</p><pre>{letter.body}</pre>{html}", known)
    assert len(kinds) > 5
    left = {path: words for path, words in found.items() if words}
    assert not left, "\n".join(f"{p}: {w[:12]}" for p, w in left.items())


def changed(model: str, row: Any) -> str:
    return reverse(f"admin:{model}_change", args=[row.pk])


def found_on(client: Client, path: str, known: set[str]) -> list[str]:
    response = client.get(path)
    assert response.status_code in {200, 302, 405}, (path, response.status_code)
    return bare_words(response.content.decode(), known)


def content_of(slug: str) -> frozenset[str]:
    """What a page's author wrote, as it is shown, and what it cites: content has texts of its own in each language."""
    page = read(slug, timezone.localdate())
    assert page
    cited = {text for source in registry() for text in (source.cite, source.about)}
    return frozenset(texts_of(page.html)) | cited
