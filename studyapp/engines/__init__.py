"""Layer 0: the facts of AWS, executable. Pure Python: no Django, clock, environment, file, socket or process."""
