"""Who is on the way in."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import timedelta

from django.contrib.auth.models import User
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import constant_time_compare

PENDING = "pending"
MOST = timedelta(minutes=15)


@dataclass
class Pending:
    """What somebody has shown so far. It stands in their session, in which nobody is signed in yet."""

    user_pk: int
    password_hash: str
    since: float
    is_invited: bool = False
    is_weak: bool = False
    factor: str = ""
    app_key: str = ""

    @classmethod
    def begin(cls, request: HttpRequest, user: User, *, is_invited: bool = False, is_weak: bool = False) -> Pending:
        """The password was right. The session gets a new key, and forgets whatever stood in it."""
        request.session.flush()
        pending = cls(user.pk, user.get_session_auth_hash(), timezone.now().timestamp(), is_invited, is_weak)
        pending.keep(request)
        return pending

    @classmethod
    def of(cls, request: HttpRequest) -> Pending | None:
        """Whoever is on the way in with this browser, if it is not too late and the password is still theirs."""
        found = request.session.get(PENDING)
        pending = cls(**found) if found else None
        return pending if pending and pending.is_valid() else None

    def keep(self, request: HttpRequest) -> None:
        request.session[PENDING] = asdict(self)

    def is_valid(self) -> bool:
        user = User.objects.filter(pk=self.user_pk, is_active=True).first()
        is_theirs = user and constant_time_compare(user.get_session_auth_hash(), self.password_hash)
        return bool(is_theirs and timezone.now().timestamp() - self.since < MOST.total_seconds())

    @property
    def user(self) -> User:
        return User.objects.get(pk=self.user_pk)
