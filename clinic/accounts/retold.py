"""What was typed at the desk, in the words of the form it was typed into: whoever is asked to send it reads that."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from typing import Any, NamedTuple

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, QueryDict
from django.urls import resolve
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.text import capfirst
from django.utils.translation import gettext as _

Fields = Mapping[str, forms.Field]

# What is carried and tells a reader nothing.
PLUMBING = re.compile(
    r"seen|entry|post|index|select_across|_.*|initial-.*|.*-(?:(?:TOTAL|INITIAL|MIN_NUM|MAX_NUM)_FORMS|id)"
)
ROW = re.compile(r"(?P<rows>.+)-(?P<number>\d+)-(?P<name>\w+)")


class KeptLine(NamedTuple):
    """What was typed in one field, as it is shown before it is sent again."""

    label: str
    value: str


class Retold(NamedTuple):
    """What would be done, empty where no name is known for it, and what was typed or ticked for it."""

    what: str
    lines: list[KeptLine]


class FilledIn(NamedTuple):
    """The form that was filled in: what it is called, its fields, and those of each kind of rows below it."""

    what: str = ""
    fields: Fields = {}
    rows: Mapping[str, tuple[str, Fields]] = {}


def retold(request: HttpRequest, to: str, typed: list[tuple[str, str]]) -> Retold:
    """In the order in which it was sent. What has no label is called by its name."""
    asked = FilledIn()
    with suppress(PermissionDenied, Http404):
        asked = _asked(request, to, typed)
    told = [(name, value) for name, value in typed if value and not PLUMBING.fullmatch(name)]
    return Retold(asked.what, [_line(asked, name, value) for name, value in told])


def _asked(request: HttpRequest, to: str, typed: list[tuple[str, str]]) -> FilledIn:
    """Moves and our own forms stand at their address; Django's are its admin's."""
    match = resolve(to.partition("?")[0])
    if move := match.kwargs.get("move"):
        form = move.as_sent(request.user, match.kwargs["pk"], _as_posted(typed), timezone.now())
        return FilledIn(f"{form.legend}: {form.case.request.spoken_reference}", form.fields)
    if form_class := match.kwargs.get("form"):
        return FilledIn("", form_class().fields)
    for model, ours in admin.site._registry.items():
        for action in ("add", "change"):
            if match.url_name == f"{model._meta.app_label}_{model._meta.model_name}_{action}":
                return _in_admin(ours, request, match.kwargs.get("object_id"))
    return FilledIn()


def _as_posted(typed: list[tuple[str, str]]) -> QueryDict:
    posted = QueryDict(mutable=True)
    for name, value in typed:
        posted.appendlist(name, value)
    return posted


def _in_admin(ours: admin.ModelAdmin[Any], request: HttpRequest, pk: str | None) -> FilledIn:
    """Of a row that is changed, or of one that is added."""
    row = ours.get_object(request, pk) if pk else None
    fields = ours.get_form(request, row, change=bool(pk)).base_fields
    rows = {}
    for inline in ours.get_inline_instances(request, row):
        formset = inline.get_formset(request, row)
        rows[formset.get_default_prefix()] = str(inline.verbose_name), formset.form.base_fields
    return FilledIn(capfirst(str(ours.opts.verbose_name)), fields, rows)


def _line(asked: FilledIn, name: str, value: str) -> KeptLine:
    row = ROW.fullmatch(name)
    if row and row["rows"] in asked.rows:
        rows, fields = asked.rows[row["rows"]]
        label, told = _field(fields, row["name"], value)
        return KeptLine(f"{capfirst(rows)} {int(row['number']) + 1}: {label}", told)
    return KeptLine(*_field(asked.fields, name, value))


def _field(fields: Fields, name: str, value: str) -> tuple[str, str]:
    """Its label and what was answered, each in words."""
    whole, _part, half = name.rpartition("_")
    field = fields.get(name) or (fields.get(whole) if half in {"0", "1"} else None)
    label = str((field and field.label) or capfirst(re.sub(r"[_-]+", " ", name).strip()))
    if isinstance(field, forms.BooleanField):
        return label, _("Yes")
    words = (words for key, words in _choices(getattr(field, "choices", ())) if key == value)
    return label, next(words, value)


def _choices(choices: Iterable[Any]) -> Iterator[tuple[str, str]]:
    """Of a list of answers, maybe in groups."""
    for key, words in choices:
        if isinstance(words, list | tuple):
            yield from _choices(words)
        else:
            yield str(key), strip_tags(str(words))
