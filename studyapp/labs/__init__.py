"""Labs: one view for all, HTML or JSON from the same schema and engine."""
