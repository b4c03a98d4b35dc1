"""`check --deploy` names what production still lacks; `migrate` and `start` stop before tables that are not ours."""

from collections.abc import Iterator
from itertools import chain
from typing import Any

from django.conf import settings
from django.core import checks
from django.db import connection
from django.db.migrations.loader import MigrationLoader

WANTED = {
    "CLINIC_NAME": "the clinic's name, shown beside the doctor's",
    "CLINIC_PHONE": "a phone number, for those who cannot use the form",
    "EMERGENCY_NUMBER": "the number to call in an emergency, such as 112",
    "URGENT_CARE_LINE": "the number to call today when the clinic is closed, such as 061",
    "CRISIS_LINE": "the number for people who may harm themselves, such as 024",
    "NOTIFICATION_ADDRESS": "where the clinic is told of a new request",
    "SECURITY_CONTACT": "whom to tell of a weakness of the site",
    "PHONE_REGION": "the country whose phone numbers may be written without a prefix, such as ES",
}

OURS = {"accounts", "appointments", "education"}
AFRESH = (
    "If its clinic is invented, delete or move it and start again; if its requests are real, go back to that version, "
    "export them there, and start this one with an empty database."
)


def what_production_still_lacks(**kwargs: Any) -> list[checks.CheckMessage]:
    """Warn of each setting without which patients or staff would miss something."""
    lacking: list[checks.CheckMessage] = [
        checks.Warning(f"{name} is blank.", hint=f"Expected: {meaning}.", id=f"clinic.W{number:03}")
        for number, (name, meaning) in enumerate(WANTED.items(), start=1)
        if not getattr(settings, name)
    ]
    if "dummy" in settings.EMAIL_BACKEND:
        hint = "Expected: EMAIL_URL, such as smtp+tls://user:password@host:587. Until then no mail leaves."
        lacking.append(checks.Warning("EMAIL_URL is blank.", hint=hint, id="clinic.W100"))
    if "/" not in settings.TIME_ZONE or settings.TIME_ZONE.startswith("Etc/"):
        hint = "Expected: the zone of the clinic's place, such as Europe/Madrid: every time is shown in it."
        lacking.append(checks.Warning(f"CLINIC_TIME_ZONE is {settings.TIME_ZONE}.", hint=hint, id="clinic.W101"))
    return lacking


def another_versions_database(**kwargs: Any) -> list[checks.CheckMessage]:
    """Refuse a database whose tables this version did not make: what migrates it would fail halfway."""
    loader = MigrationLoader(connection, ignore_no_migrations=True)
    strange = next(chain(_unknown_migrations(loader), _missing_columns(loader)), None)
    if strange is None:
        return []
    found = f"The database {connection.settings_dict['NAME']} was made by another version of this site ({strange})."
    return [checks.Error(found, hint=AFRESH, id="clinic.E001")]


def _unknown_migrations(loader: MigrationLoader) -> Iterator[str]:
    unknown = set(loader.applied_migrations) - set(loader.disk_migrations)
    return (f"{app}.{name} is unknown here" for app, name in sorted(unknown) if app in OURS)


def _missing_columns(loader: MigrationLoader) -> Iterator[str]:
    """What the migrations it says it has had would have made, and it lacks."""
    applied = [node for node in loader.applied_migrations if node in loader.graph.nodes]
    ours = [model for model in loader.project_state(applied).apps.get_models() if model._meta.app_label in OURS]
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        for options in (model._meta for model in ours):
            is_there = options.db_table in tables
            found = connection.introspection.get_table_description(cursor, options.db_table) if is_there else []
            missing = {str(field.column) for field in options.local_concrete_fields} - {column.name for column in found}
            yield from (f"{options.db_table} has no {column}" for column in sorted(missing))
