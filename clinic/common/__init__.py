"""What both apps need and Django lacks. It knows nothing of patients or pages."""
