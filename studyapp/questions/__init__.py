"""Layer 2: how a question is issued, answered and graded, and what each misconception would answer."""
