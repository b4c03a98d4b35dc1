"""The secret address under which a clinician's diary can be read by their own calendar."""

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from appointments.models import Clinician
from appointments.models.clinician import new_feed_token


@transaction.atomic
def give_feed(*, clinician: Clinician, by: User) -> Clinician:
    """A new secret address. The one before, if any, stops at once."""
    return _change(clinician, new_feed_token(), _("Made a secret calendar link."), by)


@transaction.atomic
def stop_feed(*, clinician: Clinician, by: User) -> Clinician:
    """From now on there is no address to read the diary under."""
    return _change(clinician, None, _("Stopped the secret calendar link."), by)


def _change(clinician: Clinician, token: str | None, said: str, by: User) -> Clinician:
    """The log says that it was done and by whom, never the secret. What changes nothing is not logged."""
    found = Clinician.objects.select_for_update(no_key=True).get(pk=clinician.pk)
    if found.feed_token != token:
        found.feed_token = token
        found.save(update_fields=["feed_token"])
        LogEntry.objects.log_actions(by.pk, [found], CHANGE, change_message=said, single_object=True)
    return found
