from django.apps import AppConfig
from django.core import checks


class ClinicConfig(AppConfig):
    name = "clinic"

    def ready(self) -> None:
        from clinic.checks import another_versions_database, what_production_still_lacks

        checks.register(what_production_still_lacks, deploy=True)
        checks.register(another_versions_database, checks.Tags.database)
