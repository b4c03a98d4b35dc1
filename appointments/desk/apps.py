from django.apps import AppConfig


class DeskConfig(AppConfig):
    """What staff see and do. No models: an app so that Django finds its admin and its template tags."""

    name = "appointments.desk"
