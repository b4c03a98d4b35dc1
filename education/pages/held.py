"""A clinic may hold back what its pages say of medicines until a clinician has signed them off."""

from django.conf import settings
from django.utils.translation import gettext as _

from education.models import Revision
from education.rendering.parser import RED_FLAGS
from education.rendering.red_flags import keys_in
from education.writing.medicines import tells_of_medicines


def is_held_back(revision: Revision, *, is_signed_off: bool) -> bool:
    """Whether readers get title, summary and red flags only."""
    return settings.HOLD_UNREVIEWED_MEDICINES and not is_signed_off and tells_of_medicines(revision.body)


def what_is_left(body: str) -> str:
    """What readers get instead of a text that is held back: why, and its red flags, which nobody should wait for."""
    reason = _(
        "This page tells of medicines, and no clinician has signed it off yet. "
        "This clinic shows such pages only after one has."
    )
    advice = _("Ask your own doctor or pharmacist about your medicines, and before you stop one.")
    flags = "\n".join(f"- {key}" for key in keys_in(body))
    return f"{reason}\n\n{advice}\n\n::: {RED_FLAGS}\n{flags}\n:::"
