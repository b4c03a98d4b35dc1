"""Managers look after accounts, as docs/desk.md tells it."""

from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import migrations

ACCOUNTS = {"view_user", "add_user", "change_user"}


def allow(apps, schema_editor):
    using = schema_editor.connection.alias
    # Django itself makes permissions after the last migration only: too late for the groups.
    create_permissions(installed.get_app_config("auth"), verbosity=0, using=using, apps=apps)
    for group in managers(apps, using):
        group.permissions.add(*permissions(apps, using))


def take_back(apps, schema_editor):
    using = schema_editor.connection.alias
    for group in managers(apps, using):
        group.permissions.remove(*permissions(apps, using))


def managers(apps, using):
    return apps.get_model("auth", "Group").objects.using(using).filter(name="Manager")


def permissions(apps, using):
    ours = apps.get_model("auth", "Permission").objects.using(using).filter(content_type__app_label="auth")
    return ours.filter(codename__in=ACCOUNTS)


class Migration(migrations.Migration):

    dependencies = [
        ("accounts", "0001_initial"),
        ("appointments", "0002_groups"),
    ]

    operations = [migrations.RunPython(allow, take_back)]
