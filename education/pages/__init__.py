"""What readers see: every page, all topics, the search."""
