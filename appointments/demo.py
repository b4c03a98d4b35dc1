"""The demo account: printed on the screen at every start with DEBUG on, and refused with DEBUG off."""

DEMO_STAFF = "demo"
DEMO_PASSWORD = "demo-for-this-machine-only"  # noqa: S105 - public on purpose
