"""Slips of the finger in the domain of an email address. A hint, never a refusal: the address may be right."""

from difflib import get_close_matches

# The most used public mail domains. Facts, kept short: a longer list finds more false friends.
WELL_KNOWN = (
    "gmail.com",
    "googlemail.com",
    "hotmail.com",
    "hotmail.es",
    "outlook.com",
    "outlook.es",
    "live.com",
    "yahoo.com",
    "yahoo.es",
    "icloud.com",
    "me.com",
    "aol.com",
    "proton.me",
    "protonmail.com",
    "gmx.com",
    "gmx.de",
    "gmx.net",
    "mail.com",
    "email.com",
    "ymail.com",
    "web.de",
    "orange.fr",
    "telefonica.net",
)
NAMES = {domain.partition(".")[0] for domain in WELL_KNOWN}
NEARNESS = 0.85


def probably_meant(address: str) -> str:
    """The address with the well-known domain that was probably meant, or nothing when it looks right."""
    local, _at, domain = address.rpartition("@")
    name, _dot, ending = domain.partition(".")
    is_another_country = name in NAMES and len(ending.rpartition(".")[2]) == 2
    if not local or domain in WELL_KNOWN or is_another_country:
        return ""
    near = get_close_matches(domain, WELL_KNOWN, n=1, cutoff=NEARNESS)
    return f"{local}@{near[0]}" if near else ""
