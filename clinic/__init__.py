"""The site put together: settings, addresses, errors, health, the demo, the commands."""
