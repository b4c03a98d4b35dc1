"""Strict readers of the environment.

Each takes the name of a variable and answers a typed value. A blank variable counts as absent. A malformed one
raises ImproperlyConfigured with a sentence for operators: which setting, what was found, what was expected.
"""

from clinic.env.base import multiline, required, secret, text, words
from clinic.env.file import read_file
from clinic.env.urls import database, mail
from clinic.env.values import email_address, flag, hosts, origin, phone, region, whole_number, whole_numbers, zone

__all__ = [
    "database",
    "email_address",
    "flag",
    "hosts",
    "mail",
    "multiline",
    "origin",
    "phone",
    "read_file",
    "region",
    "required",
    "secret",
    "text",
    "whole_number",
    "whole_numbers",
    "words",
    "zone",
]
