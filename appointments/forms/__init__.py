"""What patients and staff are both asked, and how it is laid out."""
