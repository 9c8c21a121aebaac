"""Pinball loss of a peer that forecasts quantiles outright: LightGBM with quantile loss on calendar features, untuned.

    python -m bench.quantile_peer [SERIES ...]

Same origins and intervals as `bench.forecast`, which prints the product's own; 300 trees a quantile, the library's
defaults otherwise. Prints the loss in % of contacts and the share of counts inside p10 to p90 where a contact is due.
"""

import sys
from collections.abc import Sequence

from rich.console import Console

from bench.material import ABSENT, PEER_NAMES, QUANTILE_BOOSTING, SERIES, SHARED, history_of
from bench.peers import PEERS, judged_peer
from bench.scores import mean_score, score_of

PEER = next(peer for peer in PEERS if QUANTILE_BOOSTING in peer.names)


def main(names: Sequence[str]) -> int:
    """Print the peer's loss on the series named, on those with all peers measured where none is."""
    console = Console()
    if not SHARED.is_dir():
        console.print(ABSENT)
        return 1
    for series in SERIES:
        if series.name in names or (not names and len(series.documented) == len(PEER_NAMES)):
            history = history_of(series)
            found = [judged_peer(history, series, origin, PEER, by_hour=False) for origin in series.origins]
            score = mean_score([score_of(each[QUANTILE_BOOSTING]) for each in found])
            console.print(f"{series.name}: pinball {score.pinball:.2f}%, inside {score.inside:.1f}%")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
