"""Classes: vote, discuss, vote again, and run it for real; homework, and what came of it."""
