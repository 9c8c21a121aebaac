"""Rules, legal tours, the integer program, placement of meals and rests, explanation and the solver-free audit."""
