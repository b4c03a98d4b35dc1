from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in


class AccountsConfig(AppConfig):
    """Who may come in, with what, and for how long."""

    name = "clinic.accounts"

    def ready(self) -> None:
        from clinic.accounts.sessions import remember_the_start

        user_logged_in.connect(remember_the_start)
