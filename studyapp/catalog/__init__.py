"""Layer 1: what the course may contain: Markdown and YAML read into frozen data, every mistake reported."""
