"""Phone numbers as people write them, stored in one form (E.164, such as +34912345678) and shown readably."""

import re
import unicodedata

import phonenumbers
from django.conf import settings
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberFormat

# What stands around a number in letterheads and address books, and the words that an extension is written with.
LABEL = r"(?:tel|telephone|telefon|tel[eé]fono|t[eé]l[eé]phone|phone|mobile?|handy|m[oó]vil|cell)\b[.:]*|tel:"
EXTENSION = r"(?:extensi[oó]n|extn?|x|#|durchwahl|dw|;\s*ext\s*=)"
WRITTEN = re.compile(
    rf"(?:{LABEL})?\s*(?P<number>\(?\+?\(?[0-9][0-9 ().\-/]*?)"
    rf"(?:[ ,(]*{EXTENSION}[.:]?\s*(?P<extension>[0-9]{{1,6}})\)?)?[ .,;:]*",
    re.IGNORECASE,
)
COUNTRY_THEN_ZERO = re.compile(r"(\(?(?:\+|00)[0-9]{1,3}\)?[ .\-]*)(?:\(0\)|0)")
SHORTEST = 6  # digits of a whole number; no area code has as many


class NotAPhoneNumber(ValueError):
    """What was typed cannot be called."""


class MoreThanANumber(NotAPhoneNumber):
    """A number may be in it, with words around it that somebody else has to read."""


class TwoNumbers(NotAPhoneNumber):
    """Which of them to call?"""


def canonical(typed: str) -> str:
    """The number in E.164, with `;ext=` behind it where an extension is written as one.

    No letter is read as a digit, and nothing is left out in silence: “(after six)” matters to whoever calls.
    Without PHONE_REGION a number lacking its country code cannot be completed: its bare digits are kept, because a
    person at the clinic will know how to dial it. Raises NotAPhoneNumber.
    """
    plain = _plain(typed)
    written = WRITTEN.fullmatch(plain)
    if not written:
        raise _what_else(plain)
    if _is_two(written["number"]):
        raise TwoNumbers(typed)
    extension = f";ext={written['extension']}" if written["extension"] else ""
    return _stored(written["number"]) + extension


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


def _plain(typed: str) -> str:
    """Digits of any script as 0 to 9, any dash as `-`, any space as one space."""
    text = unicodedata.normalize("NFKC", typed)
    return " ".join("".join(map(_plain_char, text)).split())


def _plain_char(char: str) -> str:
    if char.isdecimal():
        return str(unicodedata.decimal(char))
    return "-" if unicodedata.category(char) == "Pd" or char == "\u2212" else char


def _what_else(plain: str) -> NotAPhoneNumber:
    between_words = re.split(r"[^0-9 ().\-/]+", plain)
    whole = sum(_digits(part) >= SHORTEST for part in between_words)
    if whole > 1:
        return TwoNumbers(plain)
    return MoreThanANumber(plain) if whole else NotAPhoneNumber(plain)


def _is_two(number: str) -> bool:
    """`600 123 456 / 601 123 456` and `030 901820/21`; not `030/901820`, whose first part is no whole number."""
    for divider in re.finditer(r"/| - ", number):
        before, after = number[: divider.start()], number[divider.end() :]
        if _is_whole(before) and (divider[0] == "/" or _digits(after) >= SHORTEST):
            return bool(_digits(after))
    return False


def _is_whole(number: str) -> bool:
    try:
        parsed = _parsed(number)
    except NumberParseException:
        return _digits(number) >= SHORTEST
    return len(str(parsed.national_number)) >= SHORTEST and phonenumbers.is_possible_number(parsed)


def _digits(text: str) -> int:
    return len(re.sub("[^0-9]", "", text))


def _parsed(number: str) -> PhoneNumber:
    return phonenumbers.parse(number, settings.PHONE_REGION or None)


def _stored(number: str) -> str:
    try:
        parsed = _without_idle_zero(number)
    except NumberParseException:
        return _bare_digits(number)
    if not phonenumbers.is_possible_number(parsed):
        raise NotAPhoneNumber(number)
    return phonenumbers.format_number(parsed, PhoneNumberFormat.E164)


def _without_idle_zero(number: str) -> PhoneNumber:
    """`+34 (0) 612 345 678`: a zero that is dialed in some countries, and written by habit where it is not."""
    parsed = _parsed(number)
    shorter = COUNTRY_THEN_ZERO.sub(r"\1", number, count=1)
    if shorter == number or phonenumbers.is_valid_number(parsed):
        return parsed
    without = _parsed(shorter)
    return without if phonenumbers.is_valid_number(without) else parsed


def _bare_digits(number: str) -> str:
    digits = re.sub(r"[\s().\-/]", "", number)
    if settings.PHONE_REGION or not re.fullmatch(r"[0-9]{6,15}", digits):
        raise NotAPhoneNumber(number)
    return digits
