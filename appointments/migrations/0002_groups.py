"""Who may do what at the desk, as docs/desk.md tells it."""

from django.apps import apps as installed
from django.conf import settings
from django.contrib.auth.management import create_permissions
from django.db import migrations

SEE = {
    "view_consultationrequest",
    "view_event",
    "view_appointment",
    "view_clinician",
    "view_workinghours",
    "view_timeoff",
    "view_extrasession",
}
CLINICIAN = SEE | {"close_consultationrequest"}
RECEPTION = CLINICIAN | {"work_consultationrequest", "view_message"}
HOURS = {f"{what}_{of}" for what in ("add", "change", "delete") for of in ("workinghours", "timeoff", "extrasession")}
OF_ALL = {"export_consultationrequest", "erase_consultationrequest", "view_accesslog"}
MANAGER = RECEPTION | HOURS | OF_ALL | {"add_clinician", "change_clinician"}
GROUPS = {"Reception": RECEPTION, "Clinician": CLINICIAN, "Manager": MANAGER}


def create_groups(apps, schema_editor):
    """A group of that name that a clinic has already keeps its members and whatever else it may."""
    using = schema_editor.connection.alias
    # Django itself makes permissions after the last migration only: too late for the groups.
    create_permissions(installed.get_app_config("appointments"), verbosity=0, using=using, apps=apps)
    for name, codenames in GROUPS.items():
        group, _is_new = apps.get_model("auth", "Group").objects.using(using).get_or_create(name=name)
        group.permissions.add(*permissions(apps, using, codenames))


def take_back(apps, schema_editor):
    """What was given is taken back. A group that has members, or may something else, stays."""
    using = schema_editor.connection.alias
    for group in apps.get_model("auth", "Group").objects.using(using).filter(name__in=GROUPS):
        group.permissions.remove(*permissions(apps, using, GROUPS[group.name]))
        if not group.permissions.exists() and not group.user_set.exists():
            group.delete()


def permissions(apps, using, codenames):
    ours = apps.get_model("auth", "Permission").objects.using(using).filter(content_type__app_label="appointments")
    return ours.filter(codename__in=codenames)


class Migration(migrations.Migration):

    dependencies = [
        ("appointments", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [migrations.RunPython(create_groups, take_back)]
