"""Whose time is free, held or taken. It only reads."""
