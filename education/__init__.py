"""The pages: what is told about the illness."""
