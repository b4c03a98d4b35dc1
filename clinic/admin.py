"""Accounts and groups, as Django keeps them, with a version: an old tab gives nobody their rights back."""

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, User

from clinic.common.versioned import Versioned


class VersionedUserAdmin(Versioned, UserAdmin[User]):
    """An account."""


class VersionedGroupAdmin(Versioned, GroupAdmin):
    """What those in a group may do."""


admin.site.unregister(User)
admin.site.unregister(Group)
admin.site.register(User, VersionedUserAdmin)
admin.site.register(Group, VersionedGroupAdmin)
