"""What there is to do, and how the last weeks went."""
