"""The groups that migrations make. A test that commits empties every table after it, and theirs with the rest."""

from django.contrib.auth.models import Group, Permission

_kept: dict[str, list[tuple[str, str]]] = {}


def remember_groups() -> None:
    """As the migrations left them: what each may do, by app and code name."""
    for group in Group.objects.all():
        _kept[group.name] = list(group.permissions.values_list("content_type__app_label", "codename"))


def put_groups_back() -> None:
    """Whoever comes next finds them, whatever the order of the tests."""
    for name, allowed in _kept.items():
        group, _is_new = Group.objects.get_or_create(name=name)
        codenames = [codename for _app, codename in allowed]
        named = Permission.objects.filter(codename__in=codenames).select_related("content_type")
        group.permissions.set(one for one in named if (one.content_type.app_label, one.codename) in allowed)
