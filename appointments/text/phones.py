"""Phone numbers as people write them, stored in one form (E.164, such as +34912345678) and shown readably."""

import re

import phonenumbers
from django.conf import settings
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberFormat


class NotAPhoneNumber(ValueError):
    """What was typed cannot be called."""


def canonical(typed: str) -> str:
    """The number in E.164, with `;ext=` behind it where there is an extension.

    Without PHONE_REGION a number lacking its country code cannot be completed: its bare digits are kept, because a
    person at the clinic will know how to dial it. Raises NotAPhoneNumber.
    """
    try:
        number = phonenumbers.parse(typed, settings.PHONE_REGION or None)
    except NumberParseException:
        return _bare_digits(typed)
    if not phonenumbers.is_possible_number(number):
        raise NotAPhoneNumber(typed)
    extension = f";ext={number.extension}" if number.extension else ""
    return phonenumbers.format_number(number, PhoneNumberFormat.E164) + extension


def readable(stored: str) -> str:
    """`+34 912 34 56 78` for a stored `+34912345678`; anything else as it stands."""
    try:
        return phonenumbers.format_number(phonenumbers.parse(stored), PhoneNumberFormat.INTERNATIONAL)
    except NumberParseException:
        return stored


def example() -> str:
    """A number that shows the expected form, from the clinic's region where that is known."""
    number = phonenumbers.example_number(settings.PHONE_REGION or "US")
    return readable(phonenumbers.format_number(number or PhoneNumber(), PhoneNumberFormat.E164))


def _bare_digits(typed: str) -> str:
    digits = re.sub(r"[\s().\-/]", "", typed)
    if settings.PHONE_REGION or not re.fullmatch(r"[0-9]{6,15}", digits):
        raise NotAPhoneNumber(typed)
    return digits
