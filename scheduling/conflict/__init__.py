"""Why no roster exists: whether one does, decided exactly, and the smallest set of things that cannot hold together."""
