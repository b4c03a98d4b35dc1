"""What staff edit has a version: a page that was opened before somebody else saved puts nothing back."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any

from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model
from django.forms import BaseInlineFormSet, ModelForm
from django.forms.models import model_to_dict
from django.http import HttpRequest
from django.urls import reverse
from django.utils.datastructures import MultiValueDict
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

SEEN = "seen"


class Versioned(admin.ModelAdmin[Any]):
    """Saves only what is still as it was when the page was opened. Else everything typed is kept, and it says why.

    The version stands in the page as a hidden field (templates/admin/change_form.html). Saving once more says that what
    the other one did has been seen.
    """

    def version_of(self, request: HttpRequest, obj: Model) -> str:
        """A digest of all that the page lets staff edit: the row's own fields, and the rows below it."""
        names = self._form_of(request, obj).base_fields.keys()
        below = [
            [
                model_to_dict(row)
                for row in formset.model._default_manager.filter(**{formset.fk.name: obj}).order_by("pk")
            ]
            for formset, _inline in self.get_formsets_with_inlines(request, obj)
        ]
        stands = [_in_order(model_to_dict(obj, fields=list(names))), below]
        return sha256(json.dumps(stands, cls=_Plain, sort_keys=True).encode()).hexdigest()[:16]

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> type[ModelForm[Any]]:
        form = super().get_form(request, obj, change=change, **kwargs)
        if request.method != "POST" or not obj or not change:
            return form
        stands = type(obj)._default_manager.select_for_update().get(pk=obj.pk)
        seen, now = request.POST.get(SEEN, ""), self.version_of(request, stands)
        return form if seen == now else type(form.__name__, (form,), {"clean": _refusing(form, self._overtaken(obj))})

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Any = None,
    ) -> Any:
        if obj:
            stands = type(obj)._default_manager.get(pk=obj.pk)  # `obj` may hold what was typed
            context[SEEN] = self.version_of(request, stands)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def _form_of(self, request: HttpRequest, obj: Model) -> type[ModelForm[Any]]:
        return super().get_form(request, obj, change=True)

    def _overtaken(self, obj: Model) -> SafeString:
        """Who saved last, and when; and where to read what stands now."""
        kind = ContentType.objects.get_for_model(obj)
        last = LogEntry.objects.filter(content_type=kind, object_id=str(obj.pk)).select_related("user").first()
        who = last.user.get_full_name() or last.user.get_username() if last else _("somebody")
        when = date_format(localtime(last.action_time), "DATETIME_FORMAT") if last else ""
        words = _(
            "This was changed after you opened the page, last by %(who)s, %(when)s. Nothing of yours is saved yet, and "
            "what you typed is kept below. Take over what you need from the newer state, then save again."
        )
        address = reverse(f"admin:{obj._meta.app_label}_{obj._meta.model_name}_change", args=[obj.pk])
        link = format_html('<a href="{}" target="_blank" rel="noopener">{}</a>', address, _("See how it stands now"))
        return format_html("{} {}", words % {"who": who, "when": when}, link)


class StandingRows(BaseInlineFormSet[Any, Any, Any]):
    """Rows below a versioned page. What somebody else removed meanwhile is left out, and that is said."""

    def __init__(self, data: Any = None, *args: Any, **options: Any) -> None:
        super().__init__(data, *args, **options)
        self.removed: list[str] = []
        if data is not None:
            self.data = self._without_the_removed(MultiValueDict({name: data.getlist(name) for name in data}))

    def clean(self) -> None:
        super().clean()
        if self.removed:
            said = ngettext(
                "Somebody else removed a row meanwhile, and it is left out below: %(rows)s. If it is needed, add it.",
                "Somebody else removed rows meanwhile, and they are left out below: %(rows)s. Add what is needed.",
                len(self.removed),
            )
            raise ValidationError(said % {"rows": "; ".join(self.removed)}, code="removed")

    def _without_the_removed(self, data: MultiValueDict[str, str]) -> MultiValueDict[str, str]:
        """What was sent, with the rows that still stand, numbered anew; those of which nothing is left are noted."""
        standing = {str(pk) for pk in self.get_queryset().values_list("pk", flat=True)}
        total, old = (_number(data.get(f"{self.prefix}-{name}_FORMS")) for name in ("TOTAL", "INITIAL"))
        rows = [self._row(data, number) for number in range(min(total, self.absolute_max))]
        kept = [row for row in rows[:old] if row.get(self._pk, [""])[0] in standing]
        gone = [row for row in rows[:old] if row.get(self._pk, [""])[0] not in standing]
        if not gone:
            return data
        self.removed = [self._said(row) for row in gone]
        return self._numbered(data, [*kept, *rows[old:]], len(kept))

    def _said(self, row: dict[str, list[str]]) -> str:
        """What was sent of a row, in the order of its fields, choices in their words."""
        words = {
            name: dict(getattr(field, "choices", ())).get(getattr(field, "coerce", str)(row[name][0]), row[name][0])
            for name, field in self.form.base_fields.items()
            if row.get(name, [""])[0] and name not in {self._pk, self.fk.name}
        }
        return ", ".join(map(str, words.values()))

    @property
    def _pk(self) -> str:
        return str(self.fk.model._meta.pk.name)

    def _row(self, data: MultiValueDict[str, str], number: int) -> dict[str, list[str]]:
        start = f"{self.prefix}-{number}-"
        return {name.removeprefix(start): data.getlist(name) for name in data if name.startswith(start)}

    def _numbered(
        self, sent: MultiValueDict[str, str], rows: list[dict[str, list[str]]], old: int
    ) -> MultiValueDict[str, str]:
        data = MultiValueDict({name: sent.getlist(name) for name in sent if not self._is_of_a_row(name)})
        data[f"{self.prefix}-TOTAL_FORMS"], data[f"{self.prefix}-INITIAL_FORMS"] = str(len(rows)), str(old)
        for number, row in enumerate(rows):
            for name, values in row.items():
                data.setlist(f"{self.prefix}-{number}-{name}", values)
        return data

    def _is_of_a_row(self, name: str) -> bool:
        return name.removeprefix(f"{self.prefix}-").partition("-")[0].isdecimal() and name.startswith(f"{self.prefix}-")


class _Plain(DjangoJSONEncoder):
    """Rows by their number; anything else that JSON has no word for, such as a duration, as Django writes it."""

    def default(self, o: Any) -> Any:
        return o.pk if isinstance(o, Model) else super().default(o)


def _in_order(values: dict[str, Any]) -> dict[str, Any]:
    """Of many-to-many fields the rows' numbers, smallest first."""
    return {
        name: sorted(row.pk for row in value) if isinstance(value, list) else value for name, value in values.items()
    }


def _refusing(form: type[ModelForm[Any]], sentence: SafeString) -> Any:
    def clean(self: ModelForm[Any]) -> Any:
        cleaned = form.clean(self)
        self.add_error(None, ValidationError(sentence, code="overtaken"))
        return cleaned

    return clean


def _number(typed: Any) -> int:
    return int(typed) if str(typed).isdecimal() and len(str(typed)) < 6 else 0
