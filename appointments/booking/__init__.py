"""What patients see and send."""
