"""What every test may rely on, whatever ran before it."""

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command


@pytest.mark.django_db(transaction=True)
def test_a_database_that_was_emptied_has_its_groups_again() -> None:
    before = {group.name: group.permissions.count() for group in Group.objects.all()}

    call_command("flush", interactive=False, verbosity=0)

    assert before
    assert {group.name: group.permissions.count() for group in Group.objects.all()} == before
