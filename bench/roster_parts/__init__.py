"""The parts of the roster measurement, one module each; `targets` prints what was found and gives what was promised."""
