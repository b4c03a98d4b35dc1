"""What forms are laid out of, on public pages and at the desk alike; `templates/clinic` renders it."""

from collections.abc import Iterable

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Fieldset, Layout, Submit
from django_stubs_ext import StrOrPromise


class Part(Fieldset):  # type: ignore[misc]  # crispy-forms carries no types
    """Some fields under one heading, with a hint."""

    def __init__(self, legend: StrOrPromise, *fields: object, hint: StrOrPromise = "", css_class: str = "") -> None:
        super().__init__(legend, *fields, css_class=css_class)
        self.hint = hint


class Folded(Part):
    """Fields folded away under a heading that opens them; one key passes them by."""

    template = "%s/layout/details.html"

    def __init__(
        self, legend: StrOrPromise, *fields: object, is_open: bool, css_class: str = "more", inner: str = ""
    ) -> None:
        super().__init__(legend, *fields, css_class=css_class)
        self.is_open = is_open
        self.inner = inner


class Hint(Div):  # type: ignore[misc]  # crispy-forms carries no types
    """A sentence above the fields. None where there is nothing to say."""

    template = "%s/layout/hint.html"

    def __init__(self, words: StrOrPromise) -> None:
        super().__init__()
        self.words = words


class Send(Submit):  # type: ignore[misc]  # crispy-forms carries no types
    """The button of a form. `look` names its classes: primary for what the form is for, quiet or calm for the rest.

    `about` is for those who do not see where on the page the button stands; `name` tells it from another of the form.
    """

    def __init__(self, words: StrOrPromise, *, look: str = "primary", about: str = "", name: str = "") -> None:
        super().__init__(name, words)
        self.look = look
        self.about = about


class SendTicked(Send):
    """A button that says how many of the `times` above it are ticked, and which, while they are ticked: by desk.css.

    `and_more` is what it says besides where `also_ticked` is ticked.
    """

    template = "%s/layout/ticked.html"

    def __init__(self, words: StrOrPromise, answers: Iterable[str], *, and_more: StrOrPromise, look: str) -> None:
        super().__init__(words, look=look)
        self.answers = list(answers)
        self.and_more = and_more


def public_form(action: str, *parts: object) -> FormHelper:
    """A form that anybody may send, to the address `action`.

    It is guarded by its origin (see booking/guards.py) and carries no token, so that pages set no cookie and can be
    cached.
    """
    helper = _form(action, *parts, css_class="form")
    helper.disable_csrf = True
    return helper


def desk_form(action: str, *parts: object, css_class: str, css_id: str = "") -> FormHelper:
    """A form that staff send, to the address `action`. It carries Django's token."""
    helper = _form(action, *parts, css_class=css_class)
    helper.form_id = css_id
    return helper


def fields_alone(*names: str) -> FormHelper:
    """Fields that cannot be sent: what was typed, to be copied."""
    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True
    helper.layout = Layout(*names)
    return helper


def _form(action: str, *parts: object, css_class: str) -> FormHelper:
    helper = FormHelper()
    helper.form_action = action
    helper.form_class = css_class
    helper.attrs = {"novalidate": "", "accept-charset": "utf-8"}
    helper.layout = Layout(*parts)
    return helper
