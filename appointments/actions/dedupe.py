"""One content, one request: the key that makes a double click and a retry the same thing."""

import hmac
import json
from collections.abc import Mapping
from hashlib import sha256

from django.conf import settings


def dedupe_key(details: Mapping[str, object], generation: int) -> str:
    """HMAC-SHA256 of canonical content, in hexadecimal. Keyed, so that the stored key tells nothing of the content.

    `generation` is 0 for the first request with this content, 1 for the next one, sent anew later, and so on.

    The content decides, not a hidden number in the form: pages are cached, so two patients may hold the same form.
    """
    content = json.dumps(details, sort_keys=True, ensure_ascii=False)
    return _keyed("dedupe", f"{generation} {content}")


def sender_key(address: str, day: str) -> str:
    """A network address that can be compared within one day, and neither read nor followed to the next.

    Empty for an unknown address: strangers must not be counted as one.
    """
    return _keyed("sender", f"{day} {address}") if address else ""


def _keyed(purpose: str, content: str) -> str:
    return hmac.new(settings.SECRET_KEY.encode(), f"{purpose}\n{content}".encode(), sha256).hexdigest()
