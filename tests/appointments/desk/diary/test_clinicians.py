"""Clinicians, their hours and their time off, as staff keep them."""

import re
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client

from appointments.models import Clinician, ExtraSession, TimeOff, WorkingHours
from tests.factories import NOON, AppointmentFactory, ClinicianFactory, UserFactory, WorkingHoursFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]

LIST = "/admin/appointments/clinician/"
HOURS = {"weekday": 0, "starts": "09:00", "ends": "13:00", "visit_type": "any"}
OFF = {"starts_at_0": "2026-11-25", "starts_at_1": "09:00", "ends_at_0": "2026-11-25", "ends_at_1": "17:00"}


def typed(**changed: Any) -> dict[str, Any]:
    """The form as the browser posts it. Rows are given as lists: `hours`, `off`, `extra`."""
    rows = {prefix: changed.pop(name, []) for name, prefix in PREFIXES.items()}
    answers: dict[str, Any] = {
        "name": "Dr Example Ortega",
        "is_active": "on",
        "visit_minutes": 45,
        "longer_visit_minutes": 60,
        "buffer_minutes": 15,
        "notice_hours": 24,
        "horizon_days": 90,
    } | changed
    for prefix, given in rows.items():
        old = sum("id" in row for row in given)
        answers |= {f"{prefix}-TOTAL_FORMS": len(given), f"{prefix}-INITIAL_FORMS": old}
        answers |= {
            f"{prefix}-{number}-{name}": value for number, row in enumerate(given) for name, value in row.items()
        }
    return answers


PREFIXES = {"hours": "working_hours", "off": "time_off", "extra": "extra_sessions"}


def save(desk: Client, clinician: Clinician, **changed: Any) -> str:
    """The page after saving."""
    changed = {"name": clinician.name, "seen": seen(desk, clinician)} | changed
    return desk.post(f"{LIST}{clinician.pk}/change/", typed(**changed), follow=True).content.decode()


def seen(desk: Client, clinician: Clinician) -> str:
    """The version that the page says it shows."""
    page = desk.get(f"{LIST}{clinician.pk}/change/").content.decode()
    return re.findall(r'name="seen" value="(\w+)"', page)[0]


def row_of(hours: WorkingHours, **changed: str) -> dict[str, Any]:
    """A weekly row as its page sends it."""
    row = {"id": hours.pk, "clinician": hours.clinician_id, "weekday": hours.weekday, "visit_type": "any"}
    return row | {"starts": f"{hours.starts:%H:%M}", "ends": f"{hours.ends:%H:%M}"} | changed


def test_the_fields_are_asked_as_on_every_other_form(desk: Client) -> None:
    clinician = ClinicianFactory(working=True)
    page = desk.get(f"{LIST}{clinician.pk}/change/").content.decode()
    assert '<div class="hint" id="id_name_helptext">As patients read it.</div>' in page
    assert re.search(r'<label for="id_working_hours-0-break_starts">[^<]+ <i>\(optional\)</i>\s*</label>', page)
    assert not re.search(r'<label for="id_name">[^<]+<i>', page)
    refused = desk.post(f"{LIST}add/", typed(name="")).content.decode()
    assert '<p class="msg" id="id_name_error">' in refused


def test_a_clinician_is_added_with_hours_and_an_extra_session(desk: Client) -> None:
    row = HOURS | {"break_starts": "11:00", "break_ends": "11:30", "is_step_free": "on"}
    desk.post(f"{LIST}add/", typed(hours=[row], extra=[OFF | {"visit_type": "video"}]))
    hours = WorkingHours.objects.get(clinician__name="Dr Example Ortega")
    assert (hours.starts, hours.break_ends, hours.is_step_free) == (time(9), time(11, 30), True)
    assert ExtraSession.objects.get().visit_type == "video"


def test_times_are_on_the_clinics_clock(desk: Client, settings: Any) -> None:
    settings.TIME_ZONE = "Pacific/Auckland"
    clinician = ClinicianFactory()
    save(desk, clinician, off=[OFF])
    assert TimeOff.objects.get().starts_at == datetime(2026, 11, 24, 20, 0, tzinfo=UTC)
    page = desk.get(f"{LIST}{clinician.pk}/change/").content.decode()
    assert 'value="2026-11-25"' in page
    assert 'value="09:00"' in page


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"visit_minutes": 42}, "Enter a multiple of 5 minutes"),
        ({"longer_visit_minutes": 30}, "A longer visit is at least as long as a usual one."),
        ({"hours": [HOURS | {"ends": "08:00"}]}, "“To” must be later than “from”"),
        ({"hours": [HOURS | {"break_starts": "10:00"}]}, "Fill in both ends of the break, or neither."),
        ({"hours": [HOURS | {"break_starts": "14:00", "break_ends": "15:00"}]}, "The break must lie within the hours"),
        ({"hours": [HOURS | {"starts": "09:03"}]}, "The diary goes in steps of 5 minutes"),
        ({"hours": [HOURS, HOURS | {"starts": "12:00", "ends": "14:00"}]}, "overlap those of Monday 09:00–13:00"),
        ({"off": [OFF | {"ends_at_1": "08:00"}]}, "“To” must be later than “from”"),
        ({"extra": [OFF | {"visit_type": "any", "starts_at_1": "09:01"}]}, "The diary goes in steps of 5 minutes"),
        ({"off": [OFF | {"starts_at_0": "2025-11-25", "ends_at_0": "2025-11-25"}]}, "This is over already"),
        ({"off": [OFF | {"ends_at_0": "2027-11-27"}]}, "That is more than a year: untick “sees patients” instead"),
        ({"off": [OFF | {"starts_at_0": "2028-11-25", "ends_at_0": "2028-11-25"}]}, "Enter a day within two years"),
        ({"extra": [OFF | {"visit_type": "any", "ends_at_0": "2026-11-26"}]}, "ends on the day on which it begins"),
        ({"notice_hours": 48, "horizon_days": 2}, "no time would ever be suggested"),
    ],
)
def test_what_cannot_be_is_said_kindly_and_nothing_is_saved(
    desk: Client, changed: dict[str, Any], sentence: str
) -> None:
    assert sentence in save(desk, ClinicianFactory(visit_minutes=40), **changed)
    assert Clinician.objects.get().visit_minutes == 40
    assert not WorkingHours.objects.exists()
    assert not TimeOff.objects.exists()
    assert not ExtraSession.objects.exists()


def test_what_has_become_past_meanwhile_stays_and_a_session_may_end_at_midnight(desk: Client, at_noon: Any) -> None:
    clinician = ClinicianFactory()
    save(
        desk, clinician, off=[OFF], extra=[OFF | {"visit_type": "any", "ends_at_0": "2026-11-26", "ends_at_1": "00:00"}]
    )
    at_noon.move_to(NOON + timedelta(days=9))
    desk.force_login(User.objects.get())
    row = {"id": TimeOff.objects.get().pk, "clinician": clinician.pk}
    save(
        desk,
        clinician,
        off=[OFF | row],
        extra=[OFF | {"visit_type": "any", "starts_at_0": "2026-12-04", "ends_at_0": "2026-12-04"}],
    )
    assert (TimeOff.objects.count(), ExtraSession.objects.count()) == (1, 2)


def test_a_row_that_is_deleted_overlaps_nothing(desk: Client) -> None:
    clinician = ClinicianFactory()
    old = WorkingHoursFactory(clinician=clinician)
    gone = HOURS | {"id": old.pk, "clinician": clinician.pk, "DELETE": "on"}
    save(desk, clinician, hours=[gone, HOURS])
    assert WorkingHours.objects.get().ends == time(13)


@pytest.mark.parametrize("other", [{"weekday": 1}, {"starts": "13:00", "ends": "15:00"}])
def test_hours_on_another_day_or_right_after_do_not_overlap(desk: Client, other: dict[str, Any]) -> None:
    save(desk, ClinicianFactory(), hours=[HOURS, HOURS | other])
    assert WorkingHours.objects.count() == 2


def test_time_off_names_the_visits_that_stand_in_it(desk: Client) -> None:
    clinician = ClinicianFactory()
    booked = AppointmentFactory(clinician=clinician)
    offered = AppointmentFactory(offered=True, clinician=clinician, starts_at=NOON.replace(day=25, hour=15))
    elsewhere = AppointmentFactory(clinician=clinician, starts_at=NOON.replace(day=26))
    page = save(desk, clinician, off=[OFF])
    assert "2 visits stand in this time off. They stay until you move them:" in page
    for visit in (booked, offered):
        assert f'/consultationrequest/{visit.request_id}/change/">{visit.request.spoken_reference}</a>' in page
    assert "Wednesday 25 November 2026, 12:00 (clinic time, UTC), Booked" in page
    assert elsewhere.request.spoken_reference not in page
    booked.refresh_from_db()
    assert booked.is_booked


def test_time_off_that_touches_no_visit_warns_of_nothing(desk: Client) -> None:
    clinician = ClinicianFactory()
    AppointmentFactory(clinician=clinician, starts_at=NOON.replace(day=26))
    assert "in this time off" not in save(desk, clinician, off=[OFF])
    assert TimeOff.objects.exists()


def test_saving_again_does_not_repeat_the_warning(desk: Client) -> None:
    clinician = ClinicianFactory()
    AppointmentFactory(clinician=clinician)
    save(desk, clinician, off=[OFF])
    row = OFF | {"id": TimeOff.objects.get().pk, "clinician": clinician.pk}
    assert "in this time off" not in save(desk, clinician, off=[row])


def test_who_has_appointments_is_not_deleted_and_the_page_says_why(desk: Client) -> None:
    clinician = AppointmentFactory().clinician
    address = f"{LIST}{clinician.pk}/delete/"
    assert "has 1 appointment. Untick “sees patients” instead" in desk.get(address).content.decode()
    assert desk.post(address, {"post": "yes"}).status_code == 200
    bulk = {"action": "delete_selected", "_selected_action": [clinician.pk], "post": "yes"}
    assert desk.post(LIST, bulk).status_code == 200
    assert Clinician.objects.filter(pk=clinician.pk).exists()


def test_who_has_none_can_be_deleted_with_their_hours(desk: Client) -> None:
    clinician = ClinicianFactory(working=True)
    desk.post(f"{LIST}{clinician.pk}/delete/", {"post": "yes"})
    assert not Clinician.objects.exists()


def test_only_staff_accounts_are_offered_as_account(desk: Client) -> None:
    UserFactory(username="colleague", is_staff=True)
    UserFactory(username="stranger")
    page = desk.get(f"{LIST}add/").content.decode()
    assert "colleague" in page
    assert "stranger" not in page


def test_each_half_of_a_moment_has_a_name(desk: Client) -> None:
    clinician = ClinicianFactory()
    TimeOff.objects.create(clinician=clinician, starts_at=NOON, ends_at=NOON.replace(hour=14))
    page = desk.get(f"{LIST}{clinician.pk}/change/").content.decode()
    for name in ("From, day", "From, time", "To, day", "To, time"):
        assert f'aria-label="{name}"' in page


def test_the_list_leads_to_each_diary(desk: Client) -> None:
    clinician = ClinicianFactory()
    page = desk.get(LIST).content.decode()
    assert f"/admin/appointments/calendar/?clinician={clinician.pk}" in page


@pytest.mark.parametrize(("group", "may_change"), [("Manager", True), ("Reception", False), ("Clinician", False)])
def test_hours_are_kept_by_managers_and_read_by_the_others(group: str, may_change: bool) -> None:
    user = UserFactory(is_staff=True)
    user.groups.add(Group.objects.get(name=group))
    desk = Client()
    desk.force_login(user)
    clinician = ClinicianFactory()
    assert desk.get(f"{LIST}{clinician.pk}/change/").status_code == 200
    version = seen(desk, clinician) if may_change else ""
    desk.post(f"{LIST}{clinician.pk}/change/", typed(hours=[HOURS], seen=version))
    assert WorkingHours.objects.exists() is may_change


def test_an_old_tab_does_not_put_back_the_hours(desk: Client) -> None:
    hours = WorkingHoursFactory(clinician=ClinicianFactory(), break_starts=None, break_ends=None, ends=time(19))
    clinician, before = hours.clinician, seen(desk, hours.clinician)
    save(desk, clinician, hours=[row_of(hours, ends="18:00")])
    page = save(desk, clinician, seen=before, notice_hours=48, hours=[row_of(hours, ends="19:00")])
    assert "This was changed after you opened the page, last by reception" in page
    assert 'value="48"' in page
    hours.refresh_from_db()
    clinician.refresh_from_db()
    assert (hours.ends, clinician.notice_hours) == (time(18), 24)


def test_who_has_read_what_is_new_saves_by_sending_again(desk: Client) -> None:
    clinician = ClinicianFactory()
    before = seen(desk, clinician)
    save(desk, clinician, buffer_minutes=20)
    page = save(desk, clinician, seen=before, buffer_minutes=30)
    save(desk, clinician, seen=re.findall(r'name="seen" value="(\w+)"', page)[0], buffer_minutes=30)
    clinician.refresh_from_db()
    assert clinician.buffer_minutes == 30


def test_a_page_that_names_no_version_has_seen_nothing(desk: Client) -> None:
    clinician = ClinicianFactory(buffer_minutes=20)
    assert "This was changed after you opened the page" in save(desk, clinician, seen="", buffer_minutes=30)
    clinician.refresh_from_db()
    assert clinician.buffer_minutes == 20


def test_a_row_that_somebody_else_removed_is_named_and_left_out_and_the_page_can_be_saved(desk: Client) -> None:
    monday = WorkingHoursFactory(clinician=ClinicianFactory(), break_starts=None, break_ends=None)
    clinician, before = monday.clinician, seen(desk, monday.clinician)
    sent = [row_of(monday), HOURS | {"weekday": 2}]
    save(desk, clinician, hours=[row_of(monday) | {"DELETE": "on"}])
    page = save(desk, clinician, seen=before, hours=sent)
    assert "Somebody else removed a row meanwhile, and it is left out below: Monday, 09:00, 17:00, Any of these" in page
    assert 'name="working_hours-TOTAL_FORMS" value="1"' in page
    save(desk, clinician, hours=[HOURS | {"weekday": 2}])
    assert [row.weekday for row in WorkingHours.objects.all()] == [2]


def test_of_an_account_too_an_old_tab_puts_nothing_back(desk: Client) -> None:
    account = UserFactory(first_name="Example", is_staff=True)
    address = f"/admin/auth/user/{account.pk}/change/"
    typed_before = {"username": account.username, "first_name": "Example", "is_active": "on", "is_staff": "on"}
    joined = {"date_joined_0": f"{account.date_joined:%Y-%m-%d}", "date_joined_1": f"{account.date_joined:%H:%M:%S}"}
    version = re.findall(r'name="seen" value="(\w+)"', desk.get(address).content.decode())[0]
    account.is_active = False
    account.save()
    page = desk.post(address, typed_before | joined | {"seen": version}, follow=True).content.decode()
    assert "This was changed after you opened the page" in page
    account.refresh_from_db()
    assert not account.is_active


def test_the_form_says_whose_clock_its_times_are_on(desk: Client, settings: Any) -> None:
    settings.TIME_ZONE = "Europe/Madrid"
    page = desk.get(f"/admin/appointments/clinician/{ClinicianFactory().pk}/change/").content.decode()
    assert re.search("Every time here is on the clinic’s clock, CES?T\\.", page)
