"""Where the two apps meet: what can be ticked are the pages there are."""

from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from appointments.models.choices import Topic

SLUGS = {path.stem for path in Path(settings.BASE_DIR, "education", "content", "en").glob("*.md")}


def test_every_page_is_a_topic_and_every_topic_a_page() -> None:
    assert set(Topic.values) == SLUGS
    assert len(SLUGS) == 31


@pytest.mark.usefixtures("loaded")
def test_every_page_ends_with_the_form_with_its_own_topic_ticked(client: Client) -> None:
    for slug in sorted(SLUGS):
        page = client.get(f"/spms/{slug}/").content.decode()
        form = page[page.index('id="book"') :]
        assert "Book an appointment with Dr Miguel Ley Nacher" in form
        assert "not monitored for emergencies" in form
        [ticked] = [tag for tag in form.split("<input") if 'name="topics"' in tag and " checked" in tag.split(">")[0]]
        assert f'value="{slug}"' in ticked
        assert f'name="source" value="{slug}"' in form


@pytest.mark.usefixtures("loaded")
def test_the_page_about_preparing_offers_questions_on_every_topic_and_no_other_page_does(client: Client) -> None:
    with_questions = {slug for slug in SLUGS if "Print your questions" in client.get(f"/spms/{slug}/").content.decode()}
    assert with_questions == {"prepare-for-your-visit"}
    page = client.get("/spms/prepare-for-your-visit/").content.decode()
    assert page.count('class="to-ask"') == len(SLUGS) + 1
