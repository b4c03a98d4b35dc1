"""What a mail said when it left."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from appointments.models.message import Message
from clinic.common.append_only import AppendOnly, AppendOnlyQuerySet


class SentLetter(AppendOnly):
    """A message as it was sent. The texts that it was made of may have changed since, so it is kept as it was.

    It holds what the mail held: the private link, and how the visit is made easier. Who may see mail may see it.
    """

    message = models.OneToOneField(
        Message, verbose_name=_("message"), on_delete=models.PROTECT, primary_key=True, related_name="letter"
    )
    subject = models.TextField(_("subject"))
    text = models.TextField(_("text"))
    html = models.TextField(_("HTML"))

    objects = AppendOnlyQuerySet["SentLetter"].as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("letter as it was sent"), _("letters as they were sent")
        default_permissions = ()

    def __str__(self) -> str:
        return self.subject
