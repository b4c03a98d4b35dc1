"""How long staff stay signed in: 15 minutes without a click, and 8 hours at most."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

from django.apps import apps
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import User
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.http import HttpRequest
from django.utils import timezone

IDLE = timedelta(minutes=15)
LONGEST = timedelta(hours=8)
SEEN_EVERY = timedelta(minutes=1)  # no row is written at every click

STARTED, BROWSER, FACTOR = "started", "browser", "factor"
BROWSERS = {"Edg": "Edge", "OPR": "Opera", "Firefox": "Firefox", "Chrome": "Chrome", "Safari": "Safari"}
SYSTEMS = ["iPhone", "iPad", "Android", "Windows", "Macintosh", "Linux"]


class SessionStore(DatabaseStore):
    """Django's sessions in the database, with whose they are. When one ends stands in its row, whatever cookies say."""

    seen_at: datetime | None = None

    @classmethod
    def get_model_class(cls) -> Any:
        return apps.get_model("accounts.StaffSession")  # its module may be read before there are models

    def get_expiry_date(self, **kwargs: Any) -> datetime:
        now, started = timezone.now(), self.get(STARTED)
        longest = datetime.fromtimestamp(started, UTC) + LONGEST if started else now + IDLE
        return min(now + IDLE, longest)

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        row: Any = super().create_model_instance(data)
        row.user_id, row.seen_at = data.get(SESSION_KEY), timezone.now()
        return row

    def stay_awake(self) -> None:
        """Somebody is at work: the quarter of an hour begins anew."""
        if self.seen_at and timezone.now() - self.seen_at >= SEEN_EVERY:
            self.modified = True

    def _get_session_from_db(self) -> Any:
        row = super()._get_session_from_db()  # type: ignore[misc]
        self.seen_at = row.seen_at if row else None
        return row


def remember_the_start(sender: Any, request: HttpRequest, user: Any, **signal: Any) -> None:
    """The eight hours count from the sign-in."""
    request.session[STARTED] = timezone.now().timestamp()
    request.session[BROWSER] = browser_in_words(request.headers.get("User-Agent", ""))


def end_all(user: User, *, but: str | None = None) -> int:
    """End every session of this account, or every other. Answers how many ended."""
    theirs = SessionStore.get_model_class().objects.filter(user=user)
    ended: int = theirs.exclude(session_key=but).delete()[0] if but else theirs.delete()[0]
    return ended


def browser_in_words(user_agent: str) -> str:
    """Enough to know one's own devices by: “Firefox, Windows”."""
    browser = next((name for sign, name in BROWSERS.items() if re.search(rf"\b{sign}", user_agent)), "")
    system = next((name for name in SYSTEMS if name in user_agent), "")
    return ", ".join(filter(None, [browser, system.replace("Macintosh", "Mac")]))
