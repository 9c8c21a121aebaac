"""The parts of `python -m bench.requirement`; each module has `targets(console)`."""
