"""The addresses of signing in and out, and of one's own sign-in, before those of the desk."""

from django.contrib import admin
from django.urls import path

from clinic.accounts.own import views as own
from clinic.accounts.signing import sign_in, sign_in_step, sign_out
from clinic.accounts.steps.welcome import welcome

signed_in = admin.site.admin_view

urlpatterns = [
    path("login/", sign_in),
    path("login/<slug:step>/", sign_in_step, name="sign_in_step"),
    path("logout/", sign_out),
    path("welcome/<uidb64>/<token>/", welcome, name="welcome"),
    path("account/", signed_in(own.account), name="account"),
    path("account/add/", signed_in(own.add_factor), name="account_add"),
    path("account/codes/", signed_in(own.new_codes), name="account_codes"),
    path("account/passkeys/<int:pk>/remove/", signed_in(own.remove_passkey), name="account_passkey"),
    path("account/sessions/<slug:number>/end/", signed_in(own.end_session), name="account_session"),
    path("password_change/", signed_in(own.ChangePassword.as_view())),
]
