"""`manage.py staff add/reset/stop/list`: the accounts of staff, where nobody can sign in yet, or no more."""

from argparse import ArgumentParser
from collections.abc import Callable
from typing import Any

from django.contrib.auth.models import Group, User
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.utils import timezone

from clinic.accounts.factors.every import has_factor
from clinic.accounts.people import staff
from clinic.accounts.people.invitations import link_for


class Command(BaseCommand):
    help = "The accounts of staff: add one, with an invitation; reset, stop, or list them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        does = parser.add_subparsers(dest="does", required=True)
        add = does.add_parser("add", help="a new colleague; prints the invitation, which is mailed too")
        add.add_argument("name", help="what they type at sign-in")
        add.add_argument("--email", default="", help="where the invitation, and news of the account, go")
        add.add_argument("--group", action="append", default=[], help="may be given several times")
        add.add_argument("--superuser", action="store_true", help="may do everything, in no group")
        for name, what in {
            "reset": "take password, second factor and sessions away, and invite anew",
            "stop": "they work here no more",
        }.items():
            does.add_parser(name, help=what).add_argument("name")
        does.add_parser("list", help="every account, its groups, its second factor, its last sign-in")

    def handle(self, *args: Any, does: str, **options: Any) -> None:
        known: dict[str, Callable[..., None]] = {
            "add": self._add,
            "reset": self._reset,
            "stop": self._stop,
            "list": self._list,
        }
        known[does](**{name: options[name] for name in ("name", "email", "group", "superuser") if name in options})

    def _add(self, name: str, email: str, group: list[str], superuser: bool) -> None:
        if User.objects.filter(username=name).exists():
            raise CommandError(f"name: {name} exists already. For a new invitation: manage.py staff reset {name}")
        try:
            User._meta.get_field("username").run_validators(name)
            if email:
                validate_email(email)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        self._invite(staff.add(name, email=email, groups=map(_group, group), is_superuser=superuser))

    def _reset(self, name: str) -> None:
        user = _account(name)
        staff.reset(user)
        self._invite(user)

    def _stop(self, name: str) -> None:
        staff.stop(_account(name))
        self.stdout.write(f"{name} is stopped: no session is left, and no sign-in works.")

    def _list(self) -> None:
        for user in User.objects.filter(is_staff=True).order_by("-is_active", "username"):
            groups = ", ".join(staff.names_of(user)) or ("superuser" if user.is_superuser else "no group")
            second = "second factor" if has_factor(user) else "no second factor"
            seen = f"{timezone.localtime(user.last_login):%Y-%m-%d}" if user.last_login else "never"
            stands = "" if user.is_active else "; stopped"
            self.stdout.write(f"{user.username}: {groups}; {second}; last sign-in {seen}{stands}")

    def _invite(self, user: User) -> None:
        mailed = f", and goes to {user.email}" if user.email else ""
        self.stdout.write(f"The invitation of {user.username} works once, for three days{mailed}:\n{link_for(user)}")


def _account(name: str) -> User:
    user = User.objects.filter(username=name).first()
    if user is None:
        raise CommandError(f"name: found no account {name}. All of them: manage.py staff list")
    return user


def _group(name: str) -> Group:
    group = Group.objects.filter(name=name).first()
    if group is None:
        every = ", ".join(Group.objects.order_by("name").values_list("name", flat=True))
        raise CommandError(f"--group: found {name!r}, expected one of {every}")
    return group
