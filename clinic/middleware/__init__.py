"""What holds for every answer: headers, outages, refused lookups."""
