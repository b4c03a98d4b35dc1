"""The sign-in, step by step: password, second factor, a better password. Nobody is in before the last."""
