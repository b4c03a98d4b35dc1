"""What every letter is made of."""

from dataclasses import dataclass
from typing import NamedTuple

from django.conf import settings
from django.utils.translation import gettext as _

from appointments.mail import facts
from appointments.mail.facts import Fact
from appointments.models import ConsultationRequest


class Link(NamedTuple):
    """The one link of a letter: what it is for, the address, and what to know of it."""

    purpose: str
    address: str
    care: tuple[str, ...] = ()


@dataclass(frozen=True)
class Letter:
    """A letter, from top to bottom. `letter.txt`, `letter.html` and `letter_print.html` show any of them."""

    reference: str
    title: str
    opening: list[str]
    facts: list[Fact]
    link: Link | None
    closing: list[str]

    @property
    def subject(self) -> str:
        return f"{self.title} ({self.reference})"

    @property
    def signature(self) -> list[str]:
        return [line for line in (settings.DOCTOR_NAME, settings.CLINIC_NAME) if line]


def to_patient(
    request: ConsultationRequest,
    title: str,
    *,
    opening: list[str],
    about: list[Fact],
    purpose: str,
    care: str = "",
    closing: str = "",
) -> Letter:
    """A letter with the private link. No name stands in it: it may be read by others, and a couple shares a mailbox."""
    keep = _("Whoever has this link can open the page, so keep it to yourself.")
    return Letter(
        reference=request.spoken_reference,
        title=title,
        opening=opening,
        facts=[facts.reference(request), *about],
        link=Link(purpose, request.private_address, tuple(words for words in (care, keep) if words)),
        closing=[*by_phone(), *([closing] if closing else [])],
    )


def by_phone() -> list[str]:
    """How to reach the clinic by phone, if it said how."""
    phone = settings.CLINIC_PHONE
    return [_("Our phone number: %s. When you call, say the reference.") % phone] if phone else []
