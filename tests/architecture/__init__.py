"""What the house rules ask of the source text itself."""
