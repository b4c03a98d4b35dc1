"""What staff do with a request."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from appointments.models import ConsultationRequest, Event


@transaction.atomic
def clear_suspicion(*, request: ConsultationRequest, by: User, now: datetime) -> bool:
    """Staff have looked: not spam. The mail that waited for this may leave. Answers whether there was a suspicion."""
    locked = ConsultationRequest.objects.select_for_update().get(pk=request.pk)
    if not locked.suspicion:
        return False
    locked.suspicion = ""
    locked.save(update_fields=["suspicion"])
    Event.objects.create(request=locked, kind=Event.Kind.CLEARED, at=now, by=by)
    return True


@transaction.atomic
def mark_read(*, request: ConsultationRequest, now: datetime) -> None:
    """Staff have seen the request as it stands: what the patient changed before `now` is no longer news."""
    locked = ConsultationRequest.objects.select_for_update().get(pk=request.pk)
    locked.read_at = now
    locked.save(update_fields=["read_at"])
