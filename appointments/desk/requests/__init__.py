"""The list of requests, the screen of one, and the mail."""
