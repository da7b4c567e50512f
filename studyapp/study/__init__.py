"""What somebody knows, what is due, and how they test themselves."""
