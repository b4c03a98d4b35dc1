"""The addresses of signing in and out, before those of the desk."""

from django.urls import path

from clinic.accounts.signing import sign_in, sign_in_step, sign_out
from clinic.accounts.steps.welcome import welcome

urlpatterns = [
    path("login/", sign_in),
    path("login/<slug:step>/", sign_in_step, name="sign_in_step"),
    path("logout/", sign_out),
    path("welcome/<uidb64>/<token>/", welcome, name="welcome"),
]
