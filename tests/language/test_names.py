"""Everything that is stored has a name that a translator can translate."""

from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, User
from django.db.models import Field, Model
from django.test import Client
from django.utils.functional import Promise

from appointments.models.choices import STAFF_GROUPS
from tests.language import pseudo

OURS = [model for app in ("appointments", "education") for model in apps.get_app_config(app).get_models()]
FIELDS = [field for model in OURS for field in model._meta.local_concrete_fields if not field.auto_created]


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_a_model_is_named_in_the_readers_language(model: type[Model]) -> None:
    given = model._meta.original_attrs  # type: ignore[attr-defined]
    for name in ("verbose_name", "verbose_name_plural"):
        assert isinstance(given.get(name), Promise), name


@pytest.mark.parametrize("field", FIELDS, ids=str)
def test_a_field_is_named_in_the_readers_language(field: "Field[Any, Any]") -> None:
    assert isinstance(field.verbose_name, Promise)
    assert str(field.verbose_name).strip()


@pytest.mark.django_db
def test_every_group_that_the_site_makes_has_a_name_in_the_readers_language() -> None:
    made = set(Group.objects.values_list("name", flat=True))
    assert made
    assert made == set(STAFF_GROUPS)
    assert all(isinstance(words, Promise) for words in STAFF_GROUPS.values())


def test_a_group_is_offered_by_its_name_in_the_readers_language(
    desk: Client, receptionist: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    Group.objects.create(name="Night watch")
    pseudo.speak(monkeypatch)
    for address in (f"/admin/auth/user/{receptionist.pk}/change/", "/admin/auth/group/"):
        page = desk.get(address).content.decode()
        assert pseudo.marked("Reception") in page
        assert ">Reception<" not in page
        assert ">Night watch<" in page
