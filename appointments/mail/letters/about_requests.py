"""The letters about a request that has no time yet, or never will."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from appointments.mail import facts
from appointments.mail.letters.parts import Letter, Link, by_phone, to_patient
from appointments.models import ConsultationRequest


def received(request: ConsultationRequest) -> Letter:
    number = settings.EMERGENCY_NUMBER
    return to_patient(
        request,
        _("We have your request"),
        opening=[_("Thank you for writing. This is not an appointment yet."), _what_happens_next()],
        about=facts.access(request),
        purpose=_("See where your request stands"),
        closing=_("We do not watch this mailbox for emergencies. In an emergency call %s.") % number
        if number
        else _("We do not watch this mailbox for emergencies. In an emergency call your emergency number."),
    )


def _what_happens_next() -> str:
    days = settings.REPLY_WORKING_DAYS
    if not days:
        return _("What happens next: someone from the clinic contacts you, to agree on a time.")
    promise = ngettext(
        "What happens next: someone from the clinic contacts you within %d working day, to agree on a time.",
        "What happens next: someone from the clinic contacts you within %d working days, to agree on a time.",
        days,
    )
    return promise % days


def not_reached(request: ConsultationRequest) -> Letter:
    return to_patient(
        request,
        _("We could not reach you"),
        opening=[
            _("We tried to call you about your request."),
            _("Please call us, or tell us on your private page when and how we can reach you.")
            if settings.CLINIC_PHONE
            else _("Please tell us on your private page when and how we can reach you."),
        ],
        about=facts.access(request),
        purpose=_("Tell us how to reach you"),
    )


def declined(request: ConsultationRequest) -> Letter:
    return to_patient(
        request,
        _("We cannot offer an appointment"),
        opening=[_("We are sorry: we cannot offer you an appointment. Your private page says why.")],
        about=[],
        purpose=_("Read why, on your private page"),
    )


def link(request: ConsultationRequest) -> Letter:
    return to_patient(
        request,
        _("Your private page"),
        opening=[_("Here is the link to your private page. If you did not ask for it, you need do nothing.")],
        about=[],
        purpose=_("Open your private page"),
    )


def replaced(request: ConsultationRequest) -> Letter:
    """To the mailbox that was replaced, which may be a stranger's: the reference, and no link."""
    return Letter(
        reference=request.spoken_reference,
        title=_("Another email address"),
        opening=[
            _("This request now has another email address. We do not write to this one any more."),
            _("If you did not change it, tell the clinic, and say the reference."),
        ],
        facts=[facts.reference(request)],
        link=None,
        closing=by_phone(),
    )


def new_request(request: ConsultationRequest) -> Letter:
    """To the clinic."""
    address = settings.PUBLIC_ORIGIN + reverse("admin:appointments_consultationrequest_change", args=[request.pk])
    return Letter(
        reference=request.spoken_reference,
        title=_("New request"),
        opening=[_("A new consultation request has arrived.")],
        facts=[facts.reference(request)],
        link=Link(_("Open it at the desk"), address, (_("You sign in first."),)),
        closing=[],
    )
