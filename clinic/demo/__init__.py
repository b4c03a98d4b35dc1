"""An invented clinic to try things in. Its accounts are printed at every start with DEBUG on, and refused without."""

DEMO_STAFF = "demo"
DEMO_PASSWORD = "demo-for-this-machine-only"  # noqa: S105 - public on purpose
DEMO_GROUPS = {"demo-reception": "Reception", "demo-clinician": "Clinician", "demo-manager": "Manager"}
DEMO_ACCOUNTS = frozenset({DEMO_STAFF, *DEMO_GROUPS})
DEMO_DOCTOR = "Dr Example Ortega"
