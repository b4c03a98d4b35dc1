from django.apps import AppConfig
from django.core import checks


class ClinicConfig(AppConfig):
    name = "clinic"

    def ready(self) -> None:
        from django.contrib import admin

        from clinic.checks import what_production_still_lacks

        # The lists of the desk need the width more than a second menu.
        admin.site.enable_nav_sidebar = False
        checks.register(what_production_still_lacks, deploy=True)
