"""The secrets that AWS's own documents print: the only ones whose derived keys are ever shown."""

SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"  # noqa: S105 -- AWS's published example
# The signing test suite writes the same secret with a plus sign.
SUITE_SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"  # noqa: S105
TOKEN = "EXAMPLETOKEN"  # noqa: S105
SECRETS = frozenset({SECRET, SUITE_SECRET, "je7MtGbClwBF/2Zp9Utk/h3yCo8nvbEXAMPLEKEY"})
