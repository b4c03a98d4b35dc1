"""Addresses of the form and the private page."""

from django.urls import path, register_converter

from appointments import private_views, views


class Token:
    """The secret of a private page. What cannot be one is not looked up."""

    regex = r"[A-Za-z0-9_-]{32}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(Token, "token")

app_name = "appointments"
urlpatterns = [
    path("book/", views.book, name="book"),
    path("requests/", private_views.lost_link, name="lost_link"),
    path("requests/<token:token>/", private_views.private, name="private"),
    path("requests/<token:token>/contact/", private_views.correct, name="correct"),
    path("requests/<token:token>/note/", private_views.note, name="note"),
    path("requests/<token:token>/cancel/", private_views.cancel, name="cancel"),
]
