"""Who has an account: how they are added and stopped, what they are invited with, and what they are told by mail."""
