from django.apps import AppConfig


class BookingConfig(AppConfig):
    """What patients see and send. No models: an app so that Django finds its template tags."""

    name = "appointments.booking"
