"""The cast: Elena edits pages, Dr Clara signs them off. And two sets of pages: ours, and a small invented one."""

from io import StringIO
from pathlib import Path

import pytest
from django.contrib.auth.models import Permission, User
from django.core.management import call_command

from tests.education.texts import write_content


@pytest.fixture
def loaded(db: None) -> None:
    """The pages that we ship, imported."""
    call_command("load_pages", stdout=StringIO())


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A folder of two sound pages, for tests to spoil."""
    return write_content(tmp_path)


@pytest.fixture
def elena(db: None) -> User:
    """May see pages and write revisions."""
    return staff("elena", "view_page", "view_revision", "add_revision")


@pytest.fixture
def clara(db: None) -> User:
    """May see pages and sign them off."""
    return staff("clara", "view_page", "view_revision", "view_review", "add_review")


def staff(username: str, *permissions: str) -> User:
    user = User.objects.create_user(username, password="a-long-invented-password", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    return user
