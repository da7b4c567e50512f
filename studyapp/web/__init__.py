"""Layer 4: what every page shares: headers, limits, request ids."""
