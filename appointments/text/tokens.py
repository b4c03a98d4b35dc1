"""What the site makes up itself: what is said on the phone, and what opens a private page or a calendar feed."""

import secrets
from functools import partial

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

# A secret: 192 random bits as 32 characters that are safe in an address. Of the standard library alone, so that a
# migration, which has it as a default, knows nothing of ours.
new_token = partial(secrets.token_urlsafe, 24)


def new_reference() -> str:
    """Eight characters that cannot be misheard for one another: Crockford's base 32. Not a secret."""
    return "".join(secrets.choice(CROCKFORD) for _ in range(8))
