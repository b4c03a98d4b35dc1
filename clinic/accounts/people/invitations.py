"""A link with which a new colleague, or one who lost everything, chooses a password. It works once, for three days."""

from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode


class InvitationTokens(PasswordResetTokenGenerator):
    """Django's: nothing is stored, and a password that is chosen, or taken away by a new invitation, ends them."""

    key_salt = "clinic.accounts.people.invitations"


tokens = InvitationTokens()


def link_for(user: User) -> str:
    uid = urlsafe_base64_encode(force_bytes(user.pk))
    return settings.PUBLIC_ORIGIN + reverse("welcome", args=[uid, tokens.make_token(user)])
