"""Rolecall: learn how AWS decides who you are."""
