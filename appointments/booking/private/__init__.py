"""The page that only the sender knows: where the request stands, and what can be done."""
