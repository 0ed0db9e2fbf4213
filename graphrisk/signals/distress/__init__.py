"""Signs that a company runs out of money."""
