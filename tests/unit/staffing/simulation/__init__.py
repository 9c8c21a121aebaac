"""The event simulator, part by part."""
