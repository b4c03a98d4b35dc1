"""Passwords that are long and yet easy to guess."""

from time import perf_counter
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client


@pytest.fixture(autouse=True)
def clinic(settings: Any) -> None:
    settings.CLINIC_NAME = "Clínica Ejemplo del Río"
    settings.PUBLIC_ORIGIN = "https://neuro-centro.example.org"


@pytest.fixture
def person() -> User:
    return User(username="lperez", first_name="Lucía", last_name="Pérez Soler", email="lucia.perez@mail.example.org")


GUESSABLE = [
    "passwordpassword",
    "1234567890123456",
    "Password123456789!",
    "qwertyuiopasdfgh",
    "aaaaaaaaaaaaaaaaaaaa",
    "january2026january",
    "bienvenidobienvenido",
    "zaq12wsxcde34rfvbgt5",
    "Dr Miguel Ley Nacher",
    "drmiguelleynacher2026",
    "M1guel-L3y-N4cher!",
    "miguel.ley.nacher.miguel",
    "Clínica Ejemplo del Río",
    "clinicaejemplo2026!",
    "CLINICA_EJEMPLO_DEL_RIO_1",
    "Cl1n1ca3j3mpl02026",
    "neurocentroexample",
    "LuciaPerezSoler1985",
    "lperez-lperez-lperez",
    "soler.perez.lucia.2026",
    "                ",
]


@pytest.mark.parametrize("password", GUESSABLE)
def test_a_long_password_that_is_easy_to_guess_is_refused(password: str, person: User) -> None:
    with pytest.raises(ValidationError) as caught:
        validate_password(password, person)
    assert "guessable" in {error.code for error in caught.value.error_list}


@pytest.mark.parametrize(
    "password",
    [
        "lamp otter pickle gravel",
        "correcthorsebatterystaple",
        "margarita lluvia tren sofá",
        "Kf8#kq2!mZ0-vP7x",
        "otter lamp pickle Miguel",
        "雨が降る日に歩く猫と犬と鳥と魚",
        "x" * 15 + "lamp otter pickle gravel" * 40,
    ],
)
def test_a_password_that_is_hard_to_guess_passes(password: str, person: User) -> None:
    validate_password(password, person)


def test_nobody_has_to_be_known_and_the_length_costs_nothing() -> None:
    begun = perf_counter()
    validate_password("lamp otter pickle gravel")
    with pytest.raises(ValidationError):
        validate_password("a1" * 50_000)
    assert perf_counter() - begun < 5


@pytest.mark.django_db
def test_the_desk_says_what_would_do_instead(desk: Client, receptionist: User) -> None:
    receptionist.set_password("otter gravel lamp pickle")
    receptionist.save()
    desk.force_login(receptionist)
    new = "receptionreception"
    answers = {"old_password": "otter gravel lamp pickle", "new_password1": new, "new_password2": new}
    page = desk.post("/admin/password_change/", answers).content.decode()
    assert "easy to guess. Four words that have nothing to do with each other" in page
