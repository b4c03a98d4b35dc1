"""Real processes that want the same at the same moment, on both databases."""
