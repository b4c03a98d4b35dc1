"""What staff do with pages."""

from education.admin import pages

__all__ = ["pages"]
