"""Which requests an operator means: by references, or by an email address or a phone number that is theirs."""

from collections.abc import Iterable

from django.core.management.base import CommandError

from appointments.desk.requests.search import named_whole
from appointments.models import ConsultationRequest


def requests_of(said: Iterable[str]) -> list[ConsultationRequest]:
    """All of them, the newest first. Raises CommandError where one of the words finds nobody."""
    found: dict[int, ConsultationRequest] = {}
    for words in said:
        is_theirs = named_whole(words.strip())
        these = {one.pk: one for one in ConsultationRequest.objects.filter(is_theirs)} if is_theirs else {}
        if not these:
            raise CommandError(
                f"{words}: found no such request, expected a whole reference, email address or phone number."
            )
        found |= these
    return sorted(found.values(), key=lambda one: one.submitted_at, reverse=True)
