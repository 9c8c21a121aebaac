"""The docs: a site without a warning, and commands that work."""
