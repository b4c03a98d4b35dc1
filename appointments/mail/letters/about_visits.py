"""The letters about a time: offered, booked, moved, near, or no longer kept."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from appointments.mail import facts
from appointments.mail.facts import Fact
from appointments.mail.letters.parts import Letter, to_patient
from appointments.models import Appointment, ConsultationRequest
from appointments.models.choices import VisitType
from appointments.text.datetimes import in_full


def offered(request: ConsultationRequest, now: datetime) -> Letter:
    """Every time that is offered now, and until when it is held."""
    offers = list(request.appointments.choosable(now).select_related("clinician"))
    places = dict.fromkeys(facts.in_general(VisitType(offer.visit_type), request) for offer in offers)
    return to_patient(
        request,
        _("Times for your appointment"),
        opening=[
            ngettext("We can offer you this time.", "We can offer you these times. Choose one.", len(offers)),
            *_stays_booked(request),
        ],
        about=[
            *(_offered_time(offer, number) for number, offer in enumerate(offers, start=1)),
            *places,
            *facts.access(request),
        ],
        purpose=_("Choose a time on your private page"),
        care=_("Opening the link books nothing: you choose on the page. If no time suits you, say so there."),
    )


def _stays_booked(request: ConsultationRequest) -> list[str]:
    kept = request.appointments.booked().first()
    words = _("Your booked appointment stays until you choose another time: %s.")
    return [words % in_full(kept.starts_at)] if kept else []


def _offered_time(offer: Appointment, number: int) -> Fact:
    lines = (
        in_full(offer.starts_at),
        _("With %s") % offer.clinician.name,
        f"{offer.get_visit_type_display()}. {facts.length(offer)}",
        offer.directions,
        _("We hold it for you until %s.") % in_full(offer.expires_at) if offer.expires_at else "",
    )
    return Fact(_("Time %d") % number, tuple(line for line in lines if line))


def booked(appointment: Appointment) -> Letter:
    return _of_visit(appointment, _("Your appointment is booked"), _("We look forward to seeing you."))


def changed(appointment: Appointment) -> Letter:
    words = _("It has another time or another place. This is what holds now.")
    return _of_visit(appointment, _("Your appointment has changed"), words)


def reminder(appointment: Appointment) -> Letter:
    words = _("If you can come, you need do nothing. If you cannot, please tell us.")
    return _of_visit(appointment, _("Reminder of your appointment"), words)


def called_off(appointment: Appointment) -> Letter:
    """The clinic cannot keep it; the request goes on."""
    return to_patient(
        appointment.request,
        _("We cannot keep your appointment"),
        opening=[_("We are sorry: we have to call off this appointment. We look for another time, and contact you.")],
        about=[_lost(appointment), *facts.access(appointment.request)],
        purpose=_("See where your request stands"),
    )


def cancelled(appointment: Appointment) -> Letter:
    return to_patient(
        appointment.request,
        _("Your appointment is cancelled"),
        opening=[_("You need do nothing more. If you still want to see us, send a new request.")],
        about=[_lost(appointment), *facts.access(appointment.request)],
        purpose=_("Open your private page"),
    )


def _lost(appointment: Appointment) -> Fact:
    who, where = _("With %s") % appointment.clinician.name, facts.place_only(appointment)
    return Fact(_("It was to be"), (in_full(appointment.starts_at), who, *where))


def _of_visit(appointment: Appointment, title: str, words: str) -> Letter:
    return to_patient(
        appointment.request,
        title,
        opening=[words],
        about=[*facts.of_visit(appointment), *facts.access(appointment.request)],
        purpose=_("See, change or cancel it on your private page"),
    )
