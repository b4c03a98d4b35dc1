"""Requests, from the form to the kept appointment, and the diary."""
