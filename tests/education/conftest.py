"""The cast: Elena edits pages, Dr Clara signs them off. And a small invented set of pages, beside ours (`loaded`)."""

from pathlib import Path

import pytest
from django.contrib.auth.models import Permission, User

from tests.education.texts import write_content


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
