"""All factors of an account at once."""

from django.contrib.auth.models import User

from clinic.accounts.factors.app import has_app, remove_app
from clinic.accounts.models import Passkey, RecoveryCode


def has_factor(user: User) -> bool:
    """Recovery codes alone are none: they are for who has lost one."""
    return has_app(user) or Passkey.objects.filter(user=user).exists()


def remove_every_factor(user: User) -> None:
    remove_app(user)
    Passkey.objects.filter(user=user).delete()
    RecoveryCode.objects.filter(user=user).delete()
