"""The lines of a diary as HTML. In Python: a week of twelve diaries has a thousand, and a template takes a second."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from appointments.diary.entries import DAY, MARKS, Diary, DiaryDay, DiaryEntry, EntryKind
from appointments.diary.hours import local, start_of
from appointments.models import Appointment
from appointments.models.choices import VisitType

SIGN = '<span class="sign" aria-hidden="true"></span>'


class DiaryWords:
    """What is the same on every line, put into words once for a page. Names and needs are for who may see requests."""

    def __init__(self, *, with_names: bool) -> None:
        self.with_names = with_names
        self.all_day, self.needs, self.notes = _("All day"), escape(_("Access needs")), _("See notes")
        self.kinds = {kind: escape(str(kind.label)) for kind in EntryKind}
        self.visit_types = {str(kind): escape(str(kind.label)) for kind in VisitType}
        self.marks = {str(need): escape(str(words)) for need, words in MARKS.items()}
        self.held = _("held until %(until)s")
        before, _zero, after = reverse("admin:appointments_consultationrequest_change", args=[0]).rpartition("0")
        self.address = before, after

    def of(self, day: DiaryDay, diary: Diary) -> SafeString:
        """The lines of one diary on one day."""
        midnight = start_of(day.date + DAY)
        return SafeString("\n".join(self._line(entry, midnight, day.clocks_change) for entry in diary.entries))

    def _line(self, entry: DiaryEntry, midnight: datetime, clocks_change: bool) -> str:
        start, end = local(entry.starts_at), local(entry.ends_at)
        if entry.kind == EntryKind.AWAY and entry.is_all_day:
            clock = self.all_day
        elif clocks_change:
            clock = entry.clock
        else:
            clock = f"{_written(start)}–{'24:00' if entry.ends_at == midnight else _written(end)}"
        reason = f": {escape(entry.reason)}" if entry.reason else ""
        limits = f'<p class="how">{escape(" · ".join(entry.limits))}</p>' if entry.limits else ""
        visit = "".join(self._visit(entry.appointment)) if entry.appointment else ""
        return (
            f'<li class="cal-entry is-{entry.kind.value}">'
            f'<p class="line"><time datetime="{start.isoformat()}">{escape(clock)}</time> '
            f'<span class="kind">{SIGN} {self.kinds[entry.kind]}{reason}</span></p>'
            f"{limits}{visit}</li>"
        )

    def _visit(self, visit: Appointment) -> Iterator[str]:
        request = visit.request
        who = f'<span class="cal-ref">{escape(request.spoken_reference)}</span>'
        if self.with_names:
            address = f"{self.address[0]}{request.pk}{self.address[1]}"
            who = f'<a href="{address}">{escape(request.patient)} {who}</a>'
        where = f", {escape(visit.directions)}" if visit.directions else ""
        held = ""
        if visit.is_offered and visit.expires_at:
            until = date_format(local(visit.expires_at), "SHORT_MOMENT")
            held = f" · {escape(self.held % {'until': until})}"
        yield f'<p class="who">{who}</p><p class="how">{self.visit_types[visit.visit_type]}{where}{held}</p>'
        marks = [self.marks[need] for need in request.access_needs if need in self.marks] if self.with_names else []
        if self.with_names and request.access_notes:
            marks.append(escape(self.notes))
        if marks:
            yield f'<ul class="marks" aria-label="{self.needs}"><li>{"</li><li>".join(marks)}</li></ul>'


def _written(at: datetime) -> str:
    return f"{at.hour:02}:{at.minute:02}"
