"""What staff show besides a password: the code of an authenticator app, a passkey, or one of their recovery codes."""
