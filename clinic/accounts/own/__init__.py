"""What everybody at the desk does with their own sign-in: factors, recovery codes, sessions, the password."""
