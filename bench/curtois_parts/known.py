"""The best known points of the instances, as the material's README gives them, and what was promised of each."""

from bench.target import Target

BEST_KNOWN = {
    1: 607, 2: 828, 4: 1716, 5: 1143, 6: 1950, 8: 1300, 9: 439, 11: 3443, 12: 4040, 13: 1348, 15: 3829, 16: 3225,
    17: 5746, 18: 4459, 20: 4769,
}  # fmt: skip
BEST = (1, 2, 4, 9, 11)
OVER_PERCENT = {5: 0.5, 6: 0.5, 8: 1.0, 12: 1.0, 16: 1.0}
AT_MOST = {13: 1905, 15: 4190, 17: 5848, 18: 4760}


def over_percent(number: int, points: float) -> float:
    """By how many percent of the best known a roster costs more."""
    return 100 * (points - BEST_KNOWN[number]) / BEST_KNOWN[number]


def promised(number: int, points: float, bound: float, broken: int) -> list[Target]:
    """What was promised of an instance: its points, a bound that is one, a legal roster."""
    name = f"instance {number}"
    found = [
        Target(f"{name}: hard rules broken, by the judge", broken, 0, 0, 0),
        Target(f"{name}: bound", bound, None, BEST_KNOWN[number], 2),
    ]
    if number in BEST:
        found.append(Target(f"{name}: points, best known", points, None, BEST_KNOWN[number], 0))
    if number in OVER_PERCENT:
        found.append(
            Target(f"{name}: over the best known, %", over_percent(number, points), None, OVER_PERCENT[number], 2)
        )
    if number in AT_MOST:
        found.append(Target(f"{name}: points", points, None, AT_MOST[number], 0))
    return found
