"""Accounts and groups, as Django keeps them, with a version: an old tab gives nobody their rights back."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, User
from django.utils.translation import gettext_lazy as _
from django_otp.plugins.otp_totp.models import TOTPDevice

from appointments.models.choices import STAFF_GROUPS
from clinic.common.versioned import Versioned


class VersionedUserAdmin(Versioned, UserAdmin[User]):
    """An account. Groups are offered by their names in the reader's language."""

    def formfield_for_manytomany(self, db_field: Any, *args: Any, **options: Any) -> Any:
        field: Any = super().formfield_for_manytomany(db_field, *args, **options)
        if db_field.name == "groups":
            field.label_from_instance = group_in_words
        return field


class VersionedGroupAdmin(Versioned, GroupAdmin):
    """What those in a group may do."""

    list_display = ["in_words"]

    @admin.display(description=_("name"), ordering="name")
    def in_words(self, group: Group) -> str:
        return group_in_words(group)


def group_in_words(group: Group) -> str:
    """The name in the reader's language; a group that the clinic made itself is called as it called it."""
    return str(STAFF_GROUPS.get(group.name, group.name))


admin.site.unregister(TOTPDevice)  # its page shows the secret
admin.site.unregister(User)
admin.site.unregister(Group)
admin.site.register(User, VersionedUserAdmin)
admin.site.register(Group, VersionedGroupAdmin)
