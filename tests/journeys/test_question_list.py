"""A list of questions to print, made by ticking, without script."""

from typing import Any

from playwright.sync_api import expect

from tests.journeys.conftest import NOTHING, barriers


def test_only_the_questions_on_ticked_topics_are_shown_and_printed(open_browser: Any) -> None:
    visitor = open_browser(java_script_enabled=False)
    page = visitor.goes_to("/spms/prepare-for-your-visit/")
    asking = page.locator(".questions")
    fatigue = asking.get_by_text("Could something besides MS be making me tired?")
    expect(fatigue).to_be_hidden()
    asking.get_by_label("Fatigue").check()
    expect(fatigue).to_be_visible()

    page.emulate_media(media="print")
    expect(fatigue).to_be_visible()
    expect(asking.get_by_text("Stiffness and spasms")).to_be_hidden()
    expect(asking.get_by_text("When do we look at this again?")).to_be_visible()
    expect(page.get_by_role("button", name="Send my request")).to_be_hidden()
    assert visitor.noticed() == NOTHING


def test_the_ticks_for_the_list_are_not_part_of_the_form(open_browser: Any) -> None:
    visitor = open_browser()
    page = visitor.goes_to("/spms/prepare-for-your-visit/")
    page.locator(".questions").get_by_label("Pain").check()
    assert barriers(page) == []
    page.get_by_role("button", name="Send my request").click()
    expect(page.get_by_role("checkbox", name="What to expect at a visit")).to_be_checked()
    expect(page.get_by_role("checkbox", name="Pain", include_hidden=True)).not_to_be_checked()
