"""What staff see and do."""
