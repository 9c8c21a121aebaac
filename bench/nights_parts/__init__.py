"""The parts of the night measurement, one module each; `targets` prints what was found and gives what was promised."""
