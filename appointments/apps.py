from importlib import import_module
from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class AppointmentsConfig(AppConfig):
    name = "appointments"
    verbose_name = _("Appointments")

    def ready(self) -> None:
        post_migrate.connect(keep_search, sender=self)


def keep_search(using: str, **kwargs: Any) -> None:
    """Whatever a migration does to the table of requests, the search finds them."""
    import_module("appointments.migrations.0003_search").put_right(connections[using])
