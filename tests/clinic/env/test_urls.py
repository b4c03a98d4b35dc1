"""The URLs of the database and of the mail server mean what they say, or stop the start and tell no secret."""

from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from clinic import env


def database(monkeypatch: pytest.MonkeyPatch, url: str) -> dict[str, Any]:
    monkeypatch.setenv("DATABASE_URL", url)
    return env.database("DATABASE_URL", "")


def mail(monkeypatch: pytest.MonkeyPatch, url: str, *, to_console: bool = False) -> dict[str, Any]:
    monkeypatch.setenv("EMAIL_URL", url)
    return env.mail("EMAIL_URL", "", to_console=to_console)


POSTGRES: list[tuple[str, dict[str, Any]]] = [
    ("postgres://db.example.org/clinic", {"HOST": "db.example.org", "PORT": "", "USER": "", "NAME": "clinic"}),
    ("postgresql://ana:word@127.0.0.1:5433/clinic", {"USER": "ana", "PASSWORD": "word", "PORT": "5433"}),
    ("postgres://a:p%23%2F%3F%25%40%20w@db/clinic", {"PASSWORD": "p#/?%@ w", "HOST": "db"}),
    ("postgres://a:one:two+three@db/clinic", {"PASSWORD": "one:two+three"}),
    ("postgres://ana%40example.org:w@[::1]:5432/clinic", {"USER": "ana@example.org", "HOST": "::1"}),
    ("postgres:///clinic?host=/run/postgresql", {"HOST": "/run/postgresql", "NAME": "clinic", "OPTIONS": {}}),
    ("postgres://ana@/clinic?host=/var/run/pg", {"HOST": "/var/run/pg", "USER": "ana"}),
    ("postgres://%2Fvar%2Frun%2FPG/clinic", {"HOST": "/var/run/PG"}),
    (
        "postgres://db/clinic?sslmode=require&connect_timeout=5",
        {"OPTIONS": {"sslmode": "require", "connect_timeout": "5"}},
    ),
]


@pytest.mark.parametrize(("url", "meant"), POSTGRES)
def test_a_database_is_what_its_url_says(monkeypatch: pytest.MonkeyPatch, url: str, meant: dict[str, Any]) -> None:
    read = database(monkeypatch, url)
    assert read["ENGINE"] == "django.db.backends.postgresql"
    assert {name: read[name] for name in meant} == meant


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("sqlite:////srv/clinic.sqlite3", "/srv/clinic.sqlite3"),
        ("sqlite:///var/clinic.sqlite3", "var/clinic.sqlite3"),
        ("sqlite:////srv/C%23/a+b%20c/x", "/srv/C#/a+b c/x"),
    ],
)
def test_a_file_is_the_one_that_its_url_names(monkeypatch: pytest.MonkeyPatch, url: str, path: str) -> None:
    assert database(monkeypatch, url)["NAME"] == path


# In each, `sesame` is a part of the password, as somebody types it who knows nothing of escapes.
HALF_SHOWN = [
    "ana:se#sesame@db:5432/clinic",
    "ana:12#sesame@db:5432/clinic",
    "ana:12/sesame@db:5432/clinic",
    "ana:sesame/12@db:5432/clinic",
    "ana:12?sesame@db:5432/clinic",
    "ana:sesame?host=x@db:5432/clinic",
    "ana:100%sesame@db:5432/clinic",
    "ana:sesame%@db:5432/clinic",
    "ana:sesame@word@db:5432/clinic",
    "ana:ses ame:sesame@db/clinic",
    "ana:[sesame@db:port/clinic",
    "ana:sesame@db:99999/clinic",
    "ana:sesame@db:0/clinic",
    "ana:sesame",
    "ana:sesame@",
]


@pytest.mark.parametrize("rest", HALF_SHOWN)
def test_a_password_that_cannot_be_told_apart_is_refused_and_no_part_of_it_shown(
    monkeypatch: pytest.MonkeyPatch, rest: str
) -> None:
    for read, scheme in ((database, "postgres"), (mail, "smtp+tls")):
        with pytest.raises(ImproperlyConfigured, match=r"_URL: found '.+', expected .+%23 %2F %3F %25") as caught:
            read(monkeypatch, f"{scheme}://{rest.removesuffix('/clinic') if read is mail else rest}")
        shown = str(caught.value)
        assert f"found '{scheme}://…'" in shown
        assert "sesame" not in shown
        assert "12" not in shown.replace("127", "")


@pytest.mark.parametrize(
    "url",
    [
        "ana:sesame@db/clinic",
        "postgres:ana:sesame@db/clinic",
        "mysql://ana:sesame@db/clinic",
        "postgres://ana:sesame@db/clinic?no_such_option=1",
        "postgres://ana:sesame@db/clinic#remark",
        "postgres://ana:sesame@db",
        "postgres://ana:sesame@db/",
        "sqlite:///",
        "sqlite:///sesame?mode=ro",
        "sqlite:///a#sesame",
        "sqlite:///100%sesame",
    ],
)
def test_what_names_no_database_of_ours_is_refused(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    with pytest.raises(ImproperlyConfigured) as caught:
        database(monkeypatch, url)
    assert "sesame" not in str(caught.value)


@pytest.mark.parametrize(
    ("url", "port", "starttls", "tls"),
    [
        ("smtps://mail.example.org:465", 465, False, True),
        ("smtps://mail.example.org", 465, False, True),
        ("smtp+ssl://mail.example.org", 465, False, True),
        ("smtps://ana:word@mail.example.org:2465", 2465, False, True),
        ("smtp+tls://mail.example.org:587", 587, True, False),
        ("smtp+tls://mail.example.org", 587, True, False),
        ("smtp+tls://mail.example.org:25", 25, True, False),
        ("smtp://localhost", 25, False, False),
        ("smtp://localhost:587", 587, False, False),
    ],
)
def test_mail_is_encrypted_as_its_url_says(
    monkeypatch: pytest.MonkeyPatch, url: str, port: int, starttls: bool, tls: bool
) -> None:
    read = mail(monkeypatch, url)
    assert (read["EMAIL_PORT"], read["EMAIL_USE_TLS"], read["EMAIL_USE_SSL"]) == (port, starttls, tls)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("smtp+tls://ana:sesame@mail.example.org:465", "expected 'smtps://"),
        ("smtp://ana:sesame@mail.example.org:465", "expected 'smtps://"),
        ("smtps://ana:sesame@mail.example.org:587", "expected 'smtp+tls://"),
        ("smtp+ssl://ana:sesame@mail.example.org:587", "expected 'smtp+tls://"),
    ],
)
def test_a_port_that_speaks_otherwise_is_refused_with_the_right_spelling(
    monkeypatch: pytest.MonkeyPatch, url: str, expected: str
) -> None:
    with pytest.raises(ImproperlyConfigured) as caught:
        mail(monkeypatch, url)
    assert expected.replace("'", "") in str(caught.value)
    assert "sesame" not in str(caught.value)


def test_who_signs_in_at_the_mail_server_is_read_with_every_character(monkeypatch: pytest.MonkeyPatch) -> None:
    read = mail(monkeypatch, "smtp+tls://ana%40example.org:p%23+%2F:%25@[::1]:587")
    assert read["EMAIL_HOST_USER"] == "ana@example.org"
    assert (read["EMAIL_HOST_PASSWORD"], read["EMAIL_HOST"]) == ("p#+/:%", "::1")


@pytest.mark.parametrize(
    "url",
    ["smtp://", "smtp://ana@mail", "smtp://ana:@mail", "smtp://:sesame@mail", "smtp://mail?timeout=5", "smtp://mail/x",
     "smtp://mail:abc", "consolemail://x", "smtpx://mail", "localhost:25"],
)  # fmt: skip
def test_what_would_send_nothing_is_refused(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="EMAIL_URL: found"):
        mail(monkeypatch, url, to_console=True)


def test_the_demo_says_what_it_would_have_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    assert mail(monkeypatch, "consolemail://", to_console=True) == {"EMAIL_BACKEND": "clinic.demo.mail.EmailBackend"}
