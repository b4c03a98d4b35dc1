"""Care cards, evidence labels, whom to call, and the list of all sources."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from django.utils.html import escape, format_html, format_html_join
from django.utils.text import slugify
from django.utils.translation import gettext as _
from markdown_it.token import Token

from education.content.red_flags import Level
from education.content.sources import Source
from education.rendering.parser import ALL_SOURCES, CARE_KINDS, EVIDENCE, WHOM_TO_CALL, evidence_label, raw

MEANING_OF_LABELS = "/spms/sources/#{}"


@dataclass(frozen=True)
class Calls:
    """The clinic's settings on whom to call. What is blank is not shown, but for the emergency number."""

    emergency: str = ""
    by_text: str = ""
    urgent_care: str = ""
    crisis: str = ""


def label_evidence(tokens: list[Token]) -> None:
    """A paragraph that opens with one of the labels gets the classes of one."""
    for opening, inline in pairwise(tokens):
        strength = EVIDENCE.get(evidence_label(inline)) if opening.type == "paragraph_open" else None
        if strength and not opening.hidden:
            opening.attrSet("class", f"ev {strength}")
            inline.children = list(
                _label(inline.children or [], MEANING_OF_LABELS.format(slugify(evidence_label(inline))))
            )


def _label(children: list[Token], meaning: str) -> Iterator[Token]:
    """The words of a label as a pill that leads to what it means; the rest of its paragraph as it stands."""
    bold = [child for child in children if child.type in ("strong_open", "strong_close")][:2]
    for child in children:
        if child is bold[-1]:
            yield Token("link_close", "a", -1)
        if child in bold:
            child.tag = "span"
        yield child
        if child is bold[0]:
            yield Token("link_open", "a", 1, attrs={"href": meaning})


def dress_containers(tokens: list[Token], sources: Iterable[Source], calls: Calls) -> list[Token]:
    """Give care cards their headings, `::: all-sources` its list, and `::: whom-to-call` the clinic's numbers."""
    markup = {
        f"container_{ALL_SOURCES}_open": list_of_all(sources),
        f"container_{ALL_SOURCES}_close": "",
        f"container_{WHOM_TO_CALL}_open": whom_to_call(calls),
        f"container_{WHOM_TO_CALL}_close": "",
    }
    for kind in CARE_KINDS:
        urgency, heading = care_heading(kind, calls.emergency)
        hidden = f'<span class="vh">{escape(urgency)}</span>' if urgency else ""
        markup[f"container_{kind}_open"] = f'<div class="care {kind}"><h3>{hidden}{escape(heading)}</h3>\n<div>\n'
        markup[f"container_{kind}_close"] = f"{_if_closed(kind, calls)}</div></div>\n"
    return [raw(markup[token.type], "html_block") if token.type in markup else token for token in tokens]


def care_heading(kind: str, emergency_number: str) -> tuple[str, str]:
    """How urgent a card is, for those who do not see its color, and its heading, which each item completes."""
    if kind == Level.EMERGENCY:
        now = _("Call %(number)s now if:") % {"number": emergency_number}
        return _("Emergency: "), now if emergency_number else _("Call your emergency number now if:")
    if kind == Level.TODAY:
        return _("Urgent: "), _("Get medical help today if:")
    return "", _("Call your team this week if:") if kind == Level.WEEK else _("Ask at your visit if:")


def _if_closed(kind: str, calls: Calls) -> str:
    if kind != Level.TODAY or not calls.urgent_care:
        return ""
    words = _("If your own team is closed, call urgent care: %(number)s.") % {"number": calls.urgent_care}
    return format_html("<p>{}</p>\n", words)


def whom_to_call(calls: Calls) -> str:
    """The lines of help that the clinic has entered, the most urgent first."""
    lines = [
        (_("In an emergency:"), calls.emergency or _("your emergency number")),
        (_("In an emergency, by text, if you cannot speak:"), calls.by_text),
        (_("When you may harm yourself, or cannot go on:"), calls.crisis),
        (_("Today, when your own team is closed:"), calls.urgent_care),
    ]
    items = format_html_join("\n", "<li>{} <strong>{}</strong></li>", [line for line in lines if line[1]])
    return format_html("<ul>\n{}\n</ul>\n", items)


def list_of_all(sources: Iterable[Source]) -> str:
    lines = "".join(f"<li>{_line(source)}</li>\n" for source in sources)
    return f'<ol class="all-sources">\n{lines}</ol>\n'


def _line(source: Source) -> str:
    words = escape(
        source.cite
    )  # what each is about stands on the pages that cite it: here the list would weigh too much
    if not source.url:
        return words
    link_text = escape(_("Read it at %(host)s") % {"host": source.host})
    return f'{words} <a href="{escape(source.url)}" rel="noopener noreferrer">{link_text}</a>'
