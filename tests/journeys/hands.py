"""What hands do on any page of ours."""

from playwright.sync_api import Page


def unfold(page: Page) -> Page:
    for summary in page.locator("summary").all():
        if not summary.evaluate("summary => summary.parentElement.open"):
            summary.click()
    return page


def press(page: Page, button: str) -> Page:
    page.get_by_role("button", name=button).click()
    return page
