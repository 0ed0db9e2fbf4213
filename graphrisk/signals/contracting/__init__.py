"""Who contracts with whom, and how deep."""
