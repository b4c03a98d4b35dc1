from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class DeskConfig(AppConfig):
    """What staff see and do. No models: an app so that Django finds its admin and its template tags."""

    name = "appointments.desk"


class DeskAdminConfig(AdminConfig):
    """Django's admin, in the place of `django.contrib.admin`, with the desk as its site."""

    default_site = "appointments.desk.site.DeskSite"
