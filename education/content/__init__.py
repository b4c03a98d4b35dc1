"""The texts as we ship them, their sources and red flags, and the hubs they stand in."""
