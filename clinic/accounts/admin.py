"""Accounts and groups at the desk, with a version: an old tab gives nobody their rights back.

Nobody sees, sets or knows another's password: an account is made with an invitation, and what was lost is reset.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_otp.plugins.otp_totp.models import TOTPDevice

from appointments.models.choices import STAFF_GROUPS
from clinic.accounts.factors.every import has_factor
from clinic.accounts.people import staff
from clinic.common.security import SecurityEvent, note
from clinic.common.versioned import Versioned

PERSON = ("first_name", "last_name", "email")
OF_SUPERUSERS = ("is_superuser",)


class InvitedForm(forms.ModelForm[User]):
    """A new colleague. The invitation goes to their mailbox."""

    email = forms.EmailField(label=gettext_lazy("Email"), help_text=gettext_lazy("The invitation goes there."))

    def save(self, commit: bool = True) -> User:
        self.instance.set_unusable_password()
        self.instance.is_staff = True
        return super().save(commit)


class VersionedUserAdmin(Versioned, UserAdmin[User]):
    """An account. Groups are offered by their names in the reader's language.

    Who manages accounts without being a superuser makes no superusers, touches none, and changes not their own rights.
    """

    form = forms.ModelForm
    add_form_template = None
    change_form_template = "admin/accounts/user.html"
    add_fieldsets = ((None, {"fields": ("username", *PERSON, "groups")}),)
    list_display = ("username", "first_name", "last_name", "in_groups", "has_second_factor", "last_login", "is_active")
    list_filter = ("is_active", "groups")
    filter_horizontal = ()
    readonly_fields = ("last_login", "date_joined")

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).prefetch_related("groups")

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is None:
            return self.add_fieldsets
        more = OF_SUPERUSERS if request.user.is_superuser else ()
        return (
            (None, {"fields": ("username", *PERSON)}),
            (_("Permissions"), {"fields": ("is_active", "groups", *more)}),
            (_("Important dates"), {"fields": self.readonly_fields}),
        )

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        return super().get_form(request, obj, change, **({} if obj else {"form": InvitedForm}) | kwargs)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        may = super().has_change_permission(request, obj)
        return may and (obj is None or bool(request.user.is_superuser) or not (obj.is_superuser or obj == request.user))

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **options: Any) -> Any:
        """Groups are ticked like any choice: without the admin's wrapping, which offers to make one in passing."""
        field: Any = super().formfield_for_dbfield(db_field, request, **options)
        if db_field.name == "groups":
            field.widget = field.widget.widget
        return field

    def formfield_for_manytomany(self, db_field: Any, *args: Any, **options: Any) -> Any:
        if db_field.name == "groups":
            options["widget"] = forms.CheckboxSelectMultiple()
        field: Any = super().formfield_for_manytomany(db_field, *args, **options)
        if db_field.name == "groups":
            field.help_text = ""  # Django's tells of keys to hold down
            field.label_from_instance = group_in_words
        return field

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """What was saved is written down when the groups are known too."""
        super().save_related(request, form, formsets, change)
        user: User = form.instance
        if not change:
            staff.welcome(user, request)
        elif "is_active" in form.changed_data and not user.is_active:
            staff.stop(user, request)
        if change and "email" in form.changed_data and form.initial.get("email"):
            staff.tell_old_mailbox(user, form.initial["email"], request)
        if change and form.changed_data:
            groups = staff.names_of(user)
            note(SecurityEvent.RIGHTS_CHANGED, request, account=user.username, changed=form.changed_data, groups=groups)

    def response_add(self, request: HttpRequest, obj: Any, post_url_continue: str | None = None) -> HttpResponse:
        messages.success(request, _("The invitation goes to %s. It works once, for three days.") % obj.email)
        return redirect("admin:auth_user_changelist")

    def get_urls(self) -> list[URLPattern]:
        """Not Django's page on which somebody types another's password."""
        kept = [url for url in super().get_urls() if getattr(url, "name", "") != "auth_user_password_change"]
        return [path("<int:pk>/reset/", self.admin_site.admin_view(self.reset), name="auth_user_reset"), *kept]

    def reset(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Asked once more, then everything that was lost goes, and an invitation leaves."""
        user = get_object_or_404(User, pk=pk)
        if not self.has_change_permission(request, user) or user == request.user:
            raise PermissionDenied
        if request.method == "POST":
            staff.reset(user, request)
            messages.success(request, _("The sign-in of %s was reset. A new invitation is on its way.") % user)
            return redirect("admin:auth_user_changelist")
        context = self.admin_site.each_context(request) | {"title": _("Reset the sign-in of %s?") % user, "who": user}
        return TemplateResponse(request, "admin/accounts/reset.html", context)

    @admin.display(description=gettext_lazy("groups"))
    def in_groups(self, user: User) -> str:
        return ", ".join(group_in_words(group) for group in user.groups.all()) or "–"

    @admin.display(description=gettext_lazy("second factor"), boolean=True)
    def has_second_factor(self, user: User) -> bool:
        return has_factor(user)


class VersionedGroupAdmin(Versioned, GroupAdmin):
    """What those in a group may do."""

    list_display = ["in_words"]

    @admin.display(description=gettext_lazy("name"), ordering="name")
    def in_words(self, group: Group) -> str:
        return group_in_words(group)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        may = sorted(form.instance.permissions.values_list("codename", flat=True))
        note(SecurityEvent.RIGHTS_CHANGED, request, group=form.instance.name, may=may)


def group_in_words(group: Group) -> str:
    """The name in the reader's language; a group that the clinic made itself is called as it called it."""
    return str(STAFF_GROUPS.get(group.name, group.name))


admin.site.unregister(TOTPDevice)  # its page shows the secret
admin.site.unregister(User)
admin.site.unregister(Group)
admin.site.register(User, VersionedUserAdmin)
admin.site.register(Group, VersionedGroupAdmin)
