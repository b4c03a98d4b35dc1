"""Addresses of the form and the private page."""

from django.urls import path, register_converter

from appointments import views


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
    path("requests/<token:token>/", views.private, name="private"),
]
