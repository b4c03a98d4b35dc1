"""Every action is called the same way."""

from inspect import Parameter, isclass, signature

import pytest

from appointments import actions

DONE = [name for name in actions.__all__ if not isclass(getattr(actions, name)) and name != "as_seen"]
# The site itself does these, and nobody at the desk or on the private page.
OF_NOBODY = {
    "answer_link_wishes",
    "ask_for_link",
    "count_refused",
    "erase_what_is_due",
    "expire_offers",
    "forget_looks",
    "forget_senders",
    "log_feed",
    "mark_read",
    "submit",
}


@pytest.mark.parametrize("name", DONE)
def test_an_action_takes_words_and_says_who_acts(name: str) -> None:
    asked = signature(getattr(actions, name)).parameters
    assert {one.kind for one in asked.values()} == {Parameter.KEYWORD_ONLY}
    assert ("by" in asked) == (name not in OF_NOBODY)
    assert all(one.default is Parameter.empty for one in asked.values())
