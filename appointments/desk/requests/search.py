"""How staff find a request: by what the caller says on the phone."""

import re
from collections.abc import Iterator

from django.db.models import Q
from django.http import HttpResponse
from django.template.response import TemplateResponse

from appointments.models import ConsultationRequest
from appointments.models.search import AllOf, Needle, Sought, of_email
from appointments.text import phones
from clinic.common.text import folded, one_line

# Crockford's base 32 reads look-alike letters as the digits they are mistaken for.
HEARD_AS = str.maketrans("OIL", "011")
WHOLE = 8  # characters of a reference
HALF = 4  # it is said in two halves
FEWEST_DIGITS = 4
MOST_FOUND = 1_000  # that are put in order: of more, the newest are looked through
NUMBER = re.compile(r"(?<![^\s,;:])\(?\+?[0-9][0-9 ().\-/]*[0-9](?![^\s,;:.)])")
UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"})
SPELLED_OUT = re.compile("(?<=[aou])e")


def matching(typed: str) -> Q:
    """A condition on requests: every word by itself, in any order, is part of a name, an email address, a phone number
    in any spelling, or a reference. A reference or a number may be said in pieces."""
    return _sought(typed).condition() if one_line(typed) else Q()


def found_by(typed: str) -> list[int] | None:
    """The numbers of those that are found: by a whole reference, number or address if there are any, else by parts.

    None where they are more than MOST_FOUND, or the words are too short for an index.
    """
    is_whole = named_whole(one_line(typed))
    whole = ConsultationRequest.objects.filter(is_whole).order_by().values_list("pk", flat=True)[:MOST_FOUND]
    return (is_whole and list(whole)) or _sought(typed).numbers(MOST_FOUND)


def the_only_one(answer: HttpResponse) -> ConsultationRequest | None:
    """The one request that a list found by its search, if it is one."""
    shown = answer.context_data["cl"] if isinstance(answer, TemplateResponse) and answer.context_data else None
    if not shown or not shown.query or shown.result_count != 1 or shown.result_count.is_more:
        return None
    found: ConsultationRequest = shown.result_list[0]
    return found


def told_by(typed: str) -> dict[str, str]:
    """What was searched for in vain, as the answer to a question of the form: an address, a number, or a name."""
    text = one_line(typed)
    if "@" in text:
        return {"email": text}
    return {"phone" if NUMBER.fullmatch(text) else "full_name": text} if text else {}


def named_whole(text: str) -> Q:
    """It is a reference, a phone number or an email address, from its beginning to its end. Nothing if it cannot be."""
    if "@" in text:
        return of_email(text)
    heard = _heard(text)
    is_reference = Q(reference=heard) if len(heard) == WHOLE else Q()
    return is_reference | Q(phone=_as_stored(text)) if NUMBER.fullmatch(text) else is_reference


def _sought(typed: str) -> Sought:
    text = one_line(typed)
    numbers = NUMBER.findall(text)
    words = re.split(r"[\s,;\-\u2010\u2011\u2013]+", NUMBER.sub(" ", text))
    each: AllOf = [
        *([*_of_number(number)] for number in numbers),
        *([*_of_word(word)] for word in words if folded(word)),
    ]
    ways: list[AllOf] = [[[*_of_reference(text)]], [[*_of_number(text)]], each]
    return Sought([way for way in ways if way and all(way)])


def _of_word(word: str) -> Iterator[Needle]:
    yield Needle("email", word)
    yield from _of_reference(word)
    for spelling in sorted(_spellings(word)):
        yield Needle("folded_names", spelling)


def _spellings(word: str) -> set[str]:
    """“Müller”, “Mueller” and “Muller” are one name, written down by three people."""
    plain = folded(word)
    return {plain, folded(word.casefold().translate(UMLAUTS)), SPELLED_OUT.sub("", plain)}


def _heard(text: str) -> str:
    return re.sub(r"[\W_]", "", text).upper().translate(HEARD_AS)


def _of_reference(text: str) -> Iterator[Needle]:
    """The whole reference, or at least half of it."""
    heard = _heard(text)
    if HALF <= len(heard) <= WHOLE:
        yield Needle("reference", heard)


def _of_number(text: str) -> Iterator[Needle]:
    """Digits of a phone number, as they are stored or as they are dialed in the clinic's country; or of a reference."""
    digits = re.sub(r"[^0-9]", "", text)
    if len(digits) < FEWEST_DIGITS or re.search(r"[^\W\d]", text):
        return
    yield Needle("phone", re.sub("^00?", "", digits))
    yield Needle("phone", _as_stored(text), is_whole=True)
    yield from _of_reference(digits)


def _as_stored(text: str) -> str:
    try:
        return phones.canonical(text)
    except phones.NotAPhoneNumber:
        return text
