import re

import pytest
from django.contrib.auth.models import User
from django.test import Client

from education.models import Page, Revision
from tests.education.texts import revise, sign_off

pytestmark = pytest.mark.usefixtures("loaded")

SLOW = "/spms/fatigue/?read=slow"


def html_of(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def parts(client: Client, slug: str) -> list[str]:
    """Every part of a page, by following “Next” from the first."""
    found = [html_of(client, f"/spms/{slug}/?read=slow")]
    while following := re.search(r'rel="next" href="([^"#]+)#main"', found[-1]):
        found.append(html_of(client, following[1].replace("&amp;", "&")))
    return found


def test_a_page_leads_to_its_slow_reading_and_back(client: Client) -> None:
    assert '<a href="?read=slow">Or read slowly, one part at a time</a>' in html_of(client, "/spms/fatigue/")
    assert all('<a href="/spms/fatigue/">Read the whole page at once</a>' in part for part in parts(client, "fatigue"))


def test_the_parts_are_in_short_then_each_section_then_the_sources(client: Client) -> None:
    sections = re.findall(r'<h2 id="([^"]+)">', html_of(client, "/spms/fatigue/"))
    shown = [re.findall(r'<h2 id="([^"]+)">', part) for part in parts(client, "fatigue")]
    assert shown == [[name] for name in sections if name not in ("on-this-page", "book-title")]
    assert (shown[0], shown[-1]) == (["in-short"], ["sources"])


def test_each_part_says_where_it_stands_in_words(client: Client) -> None:
    found = parts(client, "fatigue")
    for number, part in enumerate(found, start=1):
        assert f"Part {number} of {len(found)}" in part
        assert f"<title>Fatigue, part {number} of {len(found)}: " in part
        assert part.count("<h1") == 1
        assert part.count("<i") - part.count("<input") == len(found)


def test_next_and_previous_lead_through_every_part(client: Client) -> None:
    found = parts(client, "fatigue")
    assert 'rel="prev"' not in found[0]
    assert f'rel="prev" href="{SLOW}#main"' in found[1]
    assert all(f'rel="prev" href="{SLOW}&amp;part={number}#main"' in part for number, part in enumerate(found[2:], 2))


def test_nothing_of_the_text_is_left_out_or_told_twice(client: Client) -> None:
    for page in Page.objects.exclude(slug="urgent-help"):
        slow = "".join(parts(client, page.slug))
        whole = re.search(r"<article>(.*)</article>", html_of(client, page.get_absolute_url()), re.DOTALL)
        assert whole
        for line in re.findall(r"<(?:p|li|h3|dd)>(\w[^<]+)<", whole[1].split('<section class="words">')[0]):
            assert slow.count(line) >= 1, line
        ids = re.findall(r'<h[23] id="([^"]+)"', slow)
        assert len(ids) == len(set(ids))


def test_sources_and_the_text_lead_to_each_other_across_parts(client: Client) -> None:
    found = parts(client, "fatigue")
    pages = {SLOW: found[0]} | {f"{SLOW}&amp;part={number}": part for number, part in enumerate(found[1:], 2)}
    links = [(href, anchor) for part in found for href, anchor in re.findall(r'href="([^"#]*)#([\w-]+)"', part)]
    inside = [(href, anchor) for href, anchor in links if "read=slow" in href and anchor != "main"]
    assert len(inside) >= 4
    assert all(f'id="{anchor}"' in pages[href] for href, anchor in inside)
    for part in found:
        assert all(f'id="{anchor}"' in part for anchor in re.findall(r'href="#([\w-]+)"', part))


def test_each_part_is_canonically_the_whole_page(client: Client) -> None:
    for part in parts(client, "fatigue"):
        assert '<link rel="canonical" href="https://clinic.example.org/spms/fatigue/">' in part
        assert re.search(r'<meta name="description" content="[^"]{40,}">', part)


def test_the_last_part_ends_with_the_review_and_the_way_to_the_form(client: Client) -> None:
    *others, last = parts(client, "fatigue")
    assert "No clinician has signed this page off yet." in last
    assert '<a class="primary" href="/spms/fatigue/#book">Book an appointment</a>' in last
    assert all("Awaiting clinical review." not in part for part in others[1:])
    assert all("<form" not in part for part in (*others, last))


def test_a_signature_is_shown_on_the_last_part(client: Client, clara: User) -> None:
    sign_off(Revision.objects.get(page__slug="fatigue"), clara)
    assert "Reviewed by Dr Clara Example" in parts(client, "fatigue")[-1]


@pytest.mark.parametrize("part", ["", "0", "1", "-1", "01", "99", "x", "2.0", "٢", "9" * 5000, "%00"])
def test_a_part_that_is_not_there_leads_to_the_first(client: Client, part: str) -> None:
    response = client.get(f"{SLOW}&part={part}")
    assert (response.status_code, response["Location"]) == (302, SLOW)


@pytest.mark.parametrize("read", ["", "fast", "SLOW", "slow "])
def test_other_ways_of_reading_are_the_whole_page(client: Client, read: str) -> None:
    assert 'id="on-this-page"' in client.get("/spms/fatigue/", {"read": read, "part": "2"}).content.decode()


def test_urgent_help_is_never_cut_into_parts(client: Client) -> None:
    html = html_of(client, "/spms/urgent-help/?read=slow&part=2")
    assert 'id="on-this-page"' in html
    assert "read=slow" not in html


@pytest.mark.parametrize(
    ("body", "titles"),
    [
        ("Only an opening.", ["In short", "Bare", "Sources and review"]),
        ("## One\n\nText.", ["In short", "One", "Sources and review"]),
        ("Opening.\n\n## One & two", ["In short", "One &amp; two", "Sources and review"]),
        ("", ["In short", "Bare", "Sources and review"]),
    ],
)
def test_a_page_with_little_on_it_has_parts_too(client: Client, body: str, titles: list[str]) -> None:
    revise(Page.objects.create(slug="bare", hub="treatment", position=50), title="Bare", body=body)
    shown = [re.findall(r"<title>Bare, part \d of \d: (.*?) –", part)[0] for part in parts(client, "bare")]
    assert shown == titles


def test_an_unknown_page_is_not_found_slowly_either(client: Client) -> None:
    assert client.get("/spms/none/?read=slow").status_code == 404
