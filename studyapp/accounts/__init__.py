"""Accounts: signing up and in, what is kept about a learner, and how it is taken along or deleted."""
