"""What makes a password easy to guess, however long it is."""

import re
import unicodedata
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from zxcvbn import zxcvbn

ENOUGH_GUESSES = 10**12
LONGEST_LOOKED_AT = 72  # characters; the work grows with the square
SHORTEST_NAME = 3
OF_THE_PERSON = ("username", "first_name", "last_name", "email")
LOOKS_LIKE = {"a": "a4@", "e": "e3", "g": "g9", "i": "i1!l", "l": "l1!i", "o": "o0", "s": "s5$", "t": "t7", "z": "z2"}


class Guessable:
    """Refuse what few guesses find. Names that anybody reads on the site, or knows of the person, count as nothing."""

    def validate(self, password: str, user: Any = None) -> None:
        rest = _once(_without_names(_folded(password[:LONGEST_LOOKED_AT]), _names(user)))
        if not rest or zxcvbn(rest[:LONGEST_LOOKED_AT])["guesses"] < ENOUGH_GUESSES:
            raise ValidationError(_("This password is easy to guess. %s") % self.get_help_text(), code="guessable")

    def get_help_text(self) -> str:
        return _("Four words that have nothing to do with each other, the clinic or you are hard to guess.")


def is_weak(password: str, user: Any) -> bool:
    """Whether somebody could choose this password no more."""
    try:
        validate_password(password, user)
    except ValidationError:
        return True
    return False


def _names(user: Any) -> set[str]:
    known = [settings.CLINIC_NAME, settings.DOCTOR_NAME, urlsplit(settings.PUBLIC_ORIGIN).hostname or ""]
    known += [str(getattr(user, name, "") or "") for name in OF_THE_PERSON]
    return {word for word in re.split(r"[\W_]+", _folded(" ".join(known))) if len(word) >= SHORTEST_NAME}


def _without_names(password: str, names: set[str]) -> str:
    for name in sorted(names, key=len, reverse=True):
        letters = (f"[{re.escape(LOOKS_LIKE.get(letter, letter))}]" for letter in name)
        password = re.sub("".join(letters), "", password)
    return password


def _once(text: str) -> str:
    """A text said over and over again is one text."""
    again = re.fullmatch(r"(.+?)\1+", text, re.DOTALL)
    return again[1] if again else text


def _folded(text: str) -> str:
    """Small letters without accents: whoever guesses tries those first."""
    return "".join(mark for mark in unicodedata.normalize("NFD", text.casefold()) if not unicodedata.combining(mark))
