"""Addresses of the form and the private page."""

from django.urls import path, register_converter

from appointments.booking import calendar_files as calendar_views
from appointments.booking import views
from appointments.booking.private import views as private_views


class Token:
    """The secret of a private page or a feed. What cannot be one is not looked up."""

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
    path("requests/<token:token>/times/<int:pk>/", private_views.choose, name="choose"),
    path("requests/<token:token>/accept/", private_views.accept, name="accept"),
    path("requests/<token:token>/ask-other-times/", private_views.ask_other_times, name="ask_other_times"),
    path("requests/<token:token>/correct/", private_views.correct, name="correct"),
    path("requests/<token:token>/note/", private_views.note, name="note"),
    path("requests/<token:token>/cancel/", private_views.cancel, name="cancel"),
    path("requests/<token:token>/appointment.ics", calendar_views.appointment, name="calendar_file"),
    path("diary/<token:token>.ics", calendar_views.feed, name="diary_feed"),
]
