"""Questions asked and answered."""
