"""The texts as we ship them, their sources, and the hubs they stand in."""
