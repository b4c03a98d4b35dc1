"""Who may sign in."""

from typing import Any

from django.conf import settings
from django.contrib.auth.backends import ModelBackend

from clinic.demo import DEMO_ACCOUNTS


class Staff(ModelBackend):
    """Django's own rules; and the demo accounts, whose password is public, open nothing without DEBUG."""

    def user_can_authenticate(self, user: Any) -> bool:
        is_demo = user.get_username() in DEMO_ACCOUNTS
        return super().user_can_authenticate(user) and (settings.DEBUG or not is_demo)
