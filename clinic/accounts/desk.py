"""Where the desk is: all that staff see lies below one address."""

from django.http import HttpRequest

DESK = "/admin/"


def is_at_desk(request: HttpRequest) -> bool:
    return request.path_info.startswith(DESK)
