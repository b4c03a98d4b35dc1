"""Which step comes next."""

from enum import StrEnum

from django.conf import settings

from clinic.accounts.factors.every import has_factor
from clinic.accounts.steps.pending import Pending


class SignInStep(StrEnum):
    """What is asked for. The values stand in addresses."""

    CODE = "code"
    ENROLL = "enroll"
    INVITATION = "invitation"
    PASSWORD = "password"  # noqa: S105 - no password
    IN = "in"


def step_of(pending: Pending) -> SignInStep:
    """A second factor, whoever has one or must have one; then a password that is not easy to guess.

    A password alone lets nobody add a factor: whoever guessed it would be in for good. An invitation does; and in the
    demo, whose passwords are public, everybody may try.
    """
    if not pending.factor:
        if has_factor(pending.user):
            return SignInStep.CODE
        if settings.SECOND_FACTOR:
            may_enroll = pending.is_invited or settings.DEBUG
            return SignInStep.ENROLL if may_enroll else SignInStep.INVITATION
    return SignInStep.PASSWORD if pending.is_weak else SignInStep.IN
