"""Who works here: accounts are added, stopped and reset by managers at the desk, and by `manage.py staff`.

Nobody is given a password: an invitation lets its owner choose one.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.models import Group, User
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from clinic.accounts.factors.every import remove_every_factor
from clinic.accounts.models import AccountMailKind
from clinic.accounts.people.mail import owe
from clinic.accounts.sessions import end_all
from clinic.common.security import SecurityEvent, note

BY_COMMAND = "manage.py"


@transaction.atomic
def add(name: str, *, email: str = "", groups: Iterable[Group] = (), is_superuser: bool = False) -> User:
    """A new colleague, and the invitation by mail."""
    user = User.objects.create_user(name, email, is_staff=True, is_superuser=is_superuser)
    user.groups.set(groups)
    welcome(user)
    return user


def welcome(user: User, request: HttpRequest | None = None) -> None:
    """An account that has just been made: it is written down, and its owner invited."""
    note(SecurityEvent.ACCOUNT_ADDED, request, account=user.get_username(), groups=names_of(user))
    owe(user, AccountMailKind.INVITED, timezone.now())


@transaction.atomic
def reset(user: User, request: HttpRequest | None = None) -> None:
    """Everything that was lost goes: password, second factor, codes, sessions. A new invitation comes by mail."""
    user.set_unusable_password()  # and every earlier invitation ends with it
    user.save(update_fields=["password"])
    remove_every_factor(user)
    end_all(user)
    by = request.user.get_username() if request else BY_COMMAND
    note(SecurityEvent.ACCOUNT_RESET, request, account=user.get_username())
    owe(user, AccountMailKind.RESET, timezone.now(), by=by)


@transaction.atomic
def stop(user: User, request: HttpRequest | None = None) -> None:
    """They work here no more. What they did keeps their name."""
    user.is_active = False
    user.save(update_fields=["is_active"])
    end_all(user)
    note(SecurityEvent.ACCOUNT_STOPPED, request, account=user.get_username())


def tell_old_mailbox(user: User, old: str, request: HttpRequest) -> None:
    """Whoever reads the old one hears of it, in case it was done to take the account over."""
    owe(user, AccountMailKind.MAILBOX, timezone.now(), by=request.user.get_username(), to=old)


def names_of(user: User) -> list[str]:
    return list(user.groups.order_by("name").values_list("name", flat=True))
