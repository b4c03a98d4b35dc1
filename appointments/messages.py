"""One function per email that is owed, and the texts that are sent.

Mail carries the reference, never a topic nor a word the patient wrote: mail is read over shoulders and on servers.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from appointments.models import ConsultationRequest, Message

LINK_PAUSE = timedelta(hours=1)


def owe_received(request: ConsultationRequest, now: datetime) -> None:
    """To the patient, if there is an address: we have your request, this is not an appointment yet."""
    _owe(request, Message.Kind.RECEIVED, request.email, now)


def owe_new_request(request: ConsultationRequest, now: datetime) -> None:
    """To the clinic, if it said where: new request REF. No health details."""
    _owe(request, Message.Kind.NEW_REQUEST, settings.NOTIFICATION_ADDRESS, now)


def owe_link(request: ConsultationRequest, now: datetime) -> None:
    """To the patient: the link to the private page. Not twice within an hour: no mailbox is flooded from here."""
    just_now = request.messages.filter(kind=Message.Kind.LINK, to=request.email, created_at__gt=now - LINK_PAUSE)
    if not just_now.exists():
        _owe(request, Message.Kind.LINK, request.email, now)


def redirect_mail(request: ConsultationRequest, old: str, now: datetime) -> None:
    """The sender has another email address now: mail still owed to `old` goes there, and so does the new link.

    A mailbox that was written to is told that it was replaced, without a link, in case a thief did it.
    """
    theirs = request.messages.filter(to=old).exclude(kind=Message.Kind.NEW_REQUEST)
    theirs.unsent().filter(gave_up_at__isnull=True).delete()
    _owe(request, Message.Kind.LINK, request.email, now)
    if theirs.filter(sent_at__isnull=False).exists():
        _owe(request, Message.Kind.REPLACED, old, now)


def _owe(request: ConsultationRequest, kind: Message.Kind, to: str, now: datetime) -> None:
    if to:
        Message.objects.create(request=request, kind=kind, to=to, created_at=now, next_try_at=now)


def compose(message: Message) -> EmailMessage:
    """The email itself. Its Message-ID depends on nothing but the row, so a second copy is known as one."""
    subject, template, extra = _TEXTS[Message.Kind(message.kind)](message.request)
    body = render_to_string(f"appointments/emails/{template}.txt", extra | _everyone(message.request))
    host = urlsplit(settings.PUBLIC_ORIGIN).hostname
    headers = {
        "Message-ID": f"<{message.request.reference}.{message.kind}.{message.pk}@{host}>",
        "Auto-Submitted": "auto-generated",
    }
    subject = subject % message.request.spoken_reference
    return EmailMessage(subject, body, to=[message.to], headers=headers)


Text = tuple[str, str, dict[str, object]]


def _received(request: ConsultationRequest) -> Text:
    return _("We have your request %s"), "received", {"private_address": request.private_address}


def _link(request: ConsultationRequest) -> Text:
    return _("Your private page %s"), "link", {"private_address": request.private_address}


def _replaced(request: ConsultationRequest) -> Text:
    return _("Another email address for %s"), "replaced", {}


def _new_request(request: ConsultationRequest) -> Text:
    address = settings.PUBLIC_ORIGIN + reverse("admin:appointments_consultationrequest_change", args=[request.pk])
    return _("New request %s"), "new_request", {"desk_address": address}


_TEXTS: dict[Message.Kind, Callable[[ConsultationRequest], Text]] = {
    Message.Kind.RECEIVED: _received,
    Message.Kind.NEW_REQUEST: _new_request,
    Message.Kind.LINK: _link,
    Message.Kind.REPLACED: _replaced,
}


def _everyone(request: ConsultationRequest) -> dict[str, object]:
    return {
        "reference": request.spoken_reference,
        "doctor": settings.DOCTOR_NAME,
        "clinic_name": settings.CLINIC_NAME,
        "phone": settings.CLINIC_PHONE,
        "emergency_number": settings.EMERGENCY_NUMBER,
        "reply_working_days": settings.REPLY_WORKING_DAYS,
    }
