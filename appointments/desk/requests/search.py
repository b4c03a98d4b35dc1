"""How staff find a request: by what the caller says on the phone."""

import re

from django.db.models import Q

from appointments.models import ConsultationRequest
from appointments.text import phones
from clinic.common.text import folded, one_line

# Crockford's base 32 reads look-alike letters as the digits they are mistaken for.
HEARD_AS = str.maketrans("OIL", "011")


def matching(typed: str) -> Q:
    """A condition on requests: a name, an email address, a phone number in any spelling, or a reference."""
    text = one_line(typed)
    if not text:
        return Q()
    found = Q(folded_names__contains=folded(text)) | Q(email__icontains=text)
    reference = re.sub(r"[\s-]", "", text).upper().translate(HEARD_AS)
    found |= Q(reference=reference)
    digits = re.sub(r"\D", "", text)
    if len(digits) >= 4:
        found |= Q(phone__contains=digits) | Q(phone=_as_stored(text))
    # Found first and put in order then: in one step, a database reads every row in the order of the list.
    return Q(pk__in=ConsultationRequest.objects.filter(found).order_by().values("pk"))


def _as_stored(text: str) -> str:
    try:
        return phones.canonical(text)
    except phones.NotAPhoneNumber:
        return text
