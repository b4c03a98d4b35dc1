"""What is stored of the sign-in of staff. Accounts and groups are Django's, the authenticator app is django-otp's."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.utils.translation import gettext_lazy as _


class StaffSession(AbstractBaseSession):
    """A session, and whose it is: so that it can be listed, and ended from elsewhere."""

    user = models.ForeignKey(
        User, verbose_name=_("account"), on_delete=models.CASCADE, null=True, related_name="sessions"
    )
    seen_at = models.DateTimeField(_("last seen"))

    class Meta:
        verbose_name, verbose_name_plural = _("session"), _("sessions")

    @classmethod
    def get_session_store_class(cls) -> Any:
        from clinic.accounts.sessions import SessionStore

        return SessionStore


class Attempts(models.Model):
    """Sign-ins that failed for one name from one network address. Forgotten after a day."""

    pair = models.CharField(_("HMAC of name and address"), max_length=64, unique=True)
    failures = models.PositiveIntegerField(_("failures"), default=0)
    last_at = models.DateTimeField(_("last"))

    class Meta:
        verbose_name, verbose_name_plural = _("attempts"), _("attempts")
        indexes = [models.Index(fields=["last_at"])]

    def __str__(self) -> str:
        return str(self.failures)


class Passkey(models.Model):
    """A key that stays in a device of its owner: what we keep of it is public."""

    user = models.ForeignKey(User, verbose_name=_("account"), on_delete=models.CASCADE, related_name="passkeys")
    name = models.CharField(_("name"), max_length=60)
    credential_id = models.CharField(_("number"), max_length=1400, unique=True)
    credential = models.BinaryField(_("public key"))
    sign_count = models.PositiveBigIntegerField(_("signatures counted by the device"), default=0)
    added_at = models.DateTimeField(_("added"))
    used_at = models.DateTimeField(_("last used"), null=True)

    class Meta:
        verbose_name, verbose_name_plural = _("passkey"), _("passkeys")
        ordering = ["added_at", "pk"]

    def __str__(self) -> str:
        return self.name


class RecoveryCode(models.Model):
    """A way in for who has lost the second factor. It works once: then the row goes."""

    user = models.ForeignKey(User, verbose_name=_("account"), on_delete=models.CASCADE, related_name="recovery_codes")
    digest = models.CharField(_("SHA-256"), max_length=64, unique=True)

    class Meta:
        verbose_name, verbose_name_plural = _("recovery code"), _("recovery codes")

    def __str__(self) -> str:
        return self.digest[:8]


class AccountMailKind(models.TextChoices):
    """What the owner of an account is told by mail."""

    INVITED = "invited", _("You can sign in now: set it up")
    RESET = "reset", _("Your sign-in was reset")
    LOCKED = "locked", _("Wrong sign-ins with your name")
    FACTOR_ADDED = "factor_added", _("A second factor was added")
    FACTOR_REMOVED = "factor_removed", _("A second factor was removed")
    RECOVERY_USED = "recovery_used", _("A recovery code was used")
    NEW_CODES = "new_codes", _("New recovery codes were made")
    PASSWORD = "password", _("Your password was changed")
    MAILBOX = "mailbox", _("Your account has another mailbox")


class AccountMail(models.Model):
    """A mail that is owed to the owner of an account. Its text is made when it is sent."""

    user = models.ForeignKey(User, verbose_name=_("account"), on_delete=models.CASCADE, related_name="account_mail")
    kind = models.CharField(_("kind"), max_length=20, choices=AccountMailKind)
    to = models.CharField(_("to"), max_length=254)
    by = models.CharField(_("by"), max_length=150, blank=True)  # who did it, if not the owner
    owed_at = models.DateTimeField(_("owed since"))
    attempts = models.PositiveIntegerField(_("attempts"), default=0)
    next_try_at = models.DateTimeField(_("next try"))
    sent_at = models.DateTimeField(_("sent"), null=True)

    class Meta:
        verbose_name, verbose_name_plural = _("mail to staff"), _("mail to staff")
        ordering = ["owed_at", "pk"]
        indexes = [
            models.Index(fields=["user", "kind", "owed_at"]),
            models.Index(fields=["next_try_at"], name="account_mail_unsent", condition=models.Q(sent_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()
