"""Recovery codes: on paper, for who has lost phone and passkeys. Shown once; we keep their digests."""

import re
import secrets
from hashlib import sha256

from django.contrib.auth.models import User
from django.db import transaction

from clinic.accounts.models import RecoveryCode

HOW_MANY = 10
LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"  # without those that are taken for each other
LENGTH = 16  # 79 bits: nobody guesses one, so that a plain digest will do


@transaction.atomic
def make_codes(user: User) -> list[str]:
    """New ones in the place of those that were there."""
    codes = ["".join(secrets.choice(LETTERS) for _ in range(LENGTH)) for _ in range(HOW_MANY)]
    RecoveryCode.objects.filter(user=user).delete()
    RecoveryCode.objects.bulk_create(RecoveryCode(user=user, digest=_digest(code)) for code in codes)
    return ["-".join(re.findall("....", code)) for code in codes]


def use_code(user: User, typed: str) -> bool:
    """Whether it is one of theirs. It is gone then, whoever else sends it at the same moment."""
    return bool(RecoveryCode.objects.filter(user=user, digest=_digest(typed)).delete()[0])


def codes_left(user: User) -> int:
    return RecoveryCode.objects.filter(user=user).count()


def _digest(code: str) -> str:
    return sha256(re.sub(r"[\s-]", "", code).lower().encode()).hexdigest()
