"""What is owed to whom, the letters, and the sender."""
