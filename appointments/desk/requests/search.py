"""How staff find a request: by what the caller says on the phone."""

import re
from functools import reduce
from operator import and_

from django.db.models import Q
from django.http import HttpResponse
from django.template.response import TemplateResponse

from appointments.models import ConsultationRequest
from appointments.text import phones
from clinic.common.text import folded, one_line

# Crockford's base 32 reads look-alike letters as the digits they are mistaken for.
HEARD_AS = str.maketrans("OIL", "011")
HALF = 4  # characters of a reference, which is said in two halves
FEWEST_DIGITS = 4
NUMBER = re.compile(r"(?<![^\s,;:])\(?\+?[0-9][0-9 ().\-/]*[0-9](?![^\s,;:.)])")
UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"})
SPELLED_OUT = re.compile("(?<=[aou])e")


def matching(typed: str) -> Q:
    """A condition on requests: every word by itself, in any order, is part of a name, an email address, a phone number
    in any spelling, or a reference. A reference or a number may be said in pieces."""
    text = one_line(typed)
    if not text:
        return Q()
    numbers = NUMBER.findall(text)
    words = re.split(r"[\s,;\-\u2010\u2011\u2013]+", NUMBER.sub(" ", text))
    each = [_of_number(number) for number in numbers] + [_of_word(word) for word in words if folded(word)]
    found = _of_reference(text) | _of_number(text)
    if each:
        found |= reduce(and_, each)
    # Found first and put in order then: in one step, a database reads every row in the order of the list.
    return Q(pk__in=ConsultationRequest.objects.filter(found).order_by().values("pk"))


def the_only_one(answer: HttpResponse) -> ConsultationRequest | None:
    """The one request that a list found by its search, if it is one."""
    shown = answer.context_data["cl"] if isinstance(answer, TemplateResponse) and answer.context_data else None
    return shown.result_list[0] if shown and shown.query and shown.result_count == 1 else None


def told_by(typed: str) -> dict[str, str]:
    """What was searched for in vain, as the answer to a question of the form: an address, a number, or a name."""
    text = one_line(typed)
    if "@" in text:
        return {"email": text}
    return {"phone" if NUMBER.fullmatch(text) else "full_name": text} if text else {}


def _of_word(word: str) -> Q:
    found = Q(email__icontains=word) | _of_reference(word)
    for spelling in _spellings(word):
        found |= Q(folded_names__contains=spelling)
    return found


def _spellings(word: str) -> set[str]:
    """“Müller”, “Mueller” and “Muller” are one name, written down by three people."""
    plain = folded(word)
    return {plain, folded(word.casefold().translate(UMLAUTS)), SPELLED_OUT.sub("", plain)}


def _of_reference(text: str) -> Q:
    """The whole reference, or at least half of it."""
    heard = re.sub(r"[\W_]", "", text).upper().translate(HEARD_AS)
    return Q(reference__contains=heard) if len(heard) >= HALF else Q(pk=None)


def _of_number(text: str) -> Q:
    """Digits of a phone number, as they are stored or as they are dialed in the clinic's country; or of a reference."""
    digits = re.sub(r"[^0-9]", "", text)
    if len(digits) < FEWEST_DIGITS or re.search(r"[^\W\d]", text):
        return Q(pk=None)
    return Q(phone__contains=digits.lstrip("0") or digits) | Q(phone=_as_stored(text)) | _of_reference(digits)


def _as_stored(text: str) -> str:
    try:
        return phones.canonical(text)
    except phones.NotAPhoneNumber:
        return text
