"""Several senders at once, as real processes with real clocks. `MAILS=2000` measures more than the suite does."""

import os
from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from appointments.mail import sender
from appointments.models import Message
from tests.factories import ConsultationRequestFactory
from tests.processes import race

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.processes]

MAILS = int(os.environ.get("MAILS", "60"))


def test_two_senders_with_clocks_of_their_own_send_each_mail_once(settings: Any, tmp_path: Path) -> None:
    settings.EMAIL_BACKEND, settings.COUNTED_IN = "tests.mailbox.Counted", str(tmp_path / "sent")
    request, long_ago = ConsultationRequestFactory(), timezone.now() - timedelta(minutes=1)
    Message.objects.bulk_create(
        Message(request=request, kind="link", to=request.email, created_at=long_ago, next_try_at=long_ago)
        for _ in range(MAILS)
    )
    assert sum(race(2, lambda number: sender.send_due())) == MAILS
    sent = Counter(Path(settings.COUNTED_IN).read_text().split())
    assert len(sent) == MAILS
    assert set(sent.values()) == {1}
