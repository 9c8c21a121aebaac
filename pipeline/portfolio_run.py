"""The nights of all sites of a portfolio: each a process of its own, so many at a time; none holds up another.

A site that cannot be read, whose night fails, is killed, runs out of memory or out of time counts as failed, and the
rest go on. A second run takes up what is not done. Whenever a night ends, the summary is written anew.
"""

import logging
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter

from domain.errors import WfmError
from domain.night_config import NightSection
from domain.portfolio_config import Portfolio, read_portfolio
from domain.site_config import read_site_config
from pipeline.night_notice import give_notice, notice_of
from pipeline.portfolio_due import Due, Standing, due_or_done
from pipeline.portfolio_night import NightCommand, SiteNight, SiteState, site_night
from pipeline.portfolio_order import PortfolioOrder, order_json
from pipeline.portfolio_status import portfolio_status, write_pages
from pipeline.portfolio_summary import RunNow, write_summary
from pipeline.portfolio_workers import Workers, workers_for
from pipeline.site_store import stamp_now
from store.files import sweep_leftovers
from store.layout import portfolio_folder
from store.lock import run_lock

logger = logging.getLogger(__name__)

type Watch = Callable[[RunNow], None]
LOOK_EVERY_S = 1.0
PAGES_EVERY_S = 60.0
TROUBLE_OF_A_WORKER = "its worker was lost: {}; the next run goes on where it stopped"


@dataclass(frozen=True, slots=True)
class _Plan:
    """The nights to run in their order, and what is known of every site before the first of them begins."""

    due: tuple[Due, ...]
    run: RunNow


def unwatched(_run: RunNow) -> None:
    """Nobody looks on."""


def run_portfolio(order: PortfolioOrder, watch: Watch = unwatched) -> RunNow:
    """Every site's night that is not done; how each site stands then.

    Raises LockHeldError where another run works on the portfolio, ConfigError or DataError where it cannot be read.
    """
    portfolio = read_portfolio(order.folder)
    began, started = perf_counter(), stamp_now().at
    with run_lock(order.folder, "nights of the portfolio", started):
        sweep_leftovers(portfolio_folder(order.folder))
        plan = _plan(portfolio, order, started)
        kept = _Kept(order.folder)
        run = _run_all(portfolio, order, plan, kept, watch)
        run = replace(run, ended=_now(), seconds=round(perf_counter() - began, 1))
        kept.keep(run, with_pages=True)
        watch(run)
    if run.unfinished and not run.count(SiteState.CANCELLED):
        _tell(portfolio, run, started)
    return run


def _plan(portfolio: Portfolio, order: PortfolioOrder, now: datetime) -> _Plan:
    """What is to be run: a site that cannot be read has failed already, one that is done stays so."""
    due: list[Due] = []
    ends: list[SiteNight] = []
    ids: dict[str, str] = {}
    for name, site_dir in portfolio.sites:
        try:
            _refuse_same_id(name, site_dir, ids)
            found = due_or_done(name, site_dir, order, now)
        except (WfmError, OSError, ValueError) as error:  # whatever is wrong with one site is wrong with that one
            night = "" if order.night is None else order.night.isoformat()
            ends.append(SiteNight(name, night, SiteState.FAILED, _code_of(error), str(error), _now(), 0.0))
            continue
        if isinstance(found, Standing):
            ends.append(SiteNight(name, found.night.isoformat(), SiteState.DONE, 0, "", "", found.seconds))
        else:
            due.append(found)
    due.sort(key=lambda each: each.place)
    waiting = [SiteNight(each.name, each.night.isoformat(), SiteState.WAITING, 0, "", "", 0.0) for each in due]
    run = RunNow(portfolio.name, now.isoformat(timespec="seconds"), order_json(order), (*waiting, *ends))
    return _Plan(tuple(due), run)


def _code_of(error: Exception) -> int:
    return error.exit_code if isinstance(error, WfmError) else 1


def _refuse_same_id(name: str, site_dir: Path, ids: dict[str, str]) -> None:
    """Raises where another site has the same id: in one database the two would overwrite each other."""
    site_id = read_site_config(site_dir / "site.toml").site.id
    first = ids.setdefault(site_id, name)
    if first != name:
        raise WfmError(f"its id {site_id!r} is that of the site {first!r} too; give each its own ([site] id).")


class _Kept:
    """Writes the summary whenever something ends, the pages once a minute: looking at all sites takes seconds."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._paged = folder, -PAGES_EVERY_S

    def keep(self, run: RunNow, with_pages: bool = False) -> None:
        """Writes what is known now."""
        write_summary(self._folder, run)
        if with_pages or perf_counter() - self._paged >= PAGES_EVERY_S:
            write_pages(self._folder, portfolio_status(self._folder))
            self._paged = perf_counter()


def _run_all(portfolio: Portfolio, order: PortfolioOrder, plan: _Plan, kept: _Kept, watch: Watch) -> RunNow:
    kept.keep(plan.run)
    watch(plan.run)
    if not plan.due:
        return plan.run
    with workers_for(order, len(plan.due)) as workers:
        commands = [_command(due, portfolio, order, workers) for due in plan.due]
        run = replace(plan.run, at_a_time=workers.at_a_time)
        logger.info("%s nights to run, %s at a time", len(commands), workers.at_a_time)
        try:
            for seen in _ends(run, commands, workers, watch):
                run = seen
                kept.keep(run)
        except KeyboardInterrupt:
            workers.end_nights()
            run = _cancelled(run)
            kept.keep(run)
    return run


def _ends(run: RunNow, commands: Sequence[NightCommand], workers: Workers, watch: Watch) -> Iterator[RunNow]:
    """The run after each beginning and each end of a night; `watch` sees it every second."""
    coming = deque(commands)
    under_way: dict[Future[SiteNight], NightCommand] = {}
    while coming or under_way:
        while coming and len(under_way) < workers.at_a_time:
            command = coming.popleft()
            under_way[workers.executor.submit(site_night, command)] = command
            run = run.with_site(_running(command))
        yield run
        finished: set[Future[SiteNight]] = set()
        while not finished:
            finished, _ = wait(under_way, LOOK_EVERY_S, FIRST_COMPLETED)
            watch(run)
        for future in finished:
            run = run.with_site(_found(future, under_way.pop(future)))
        watch(run)
        yield run


def _running(command: NightCommand) -> SiteNight:
    return SiteNight(command.name, command.night, SiteState.RUNNING, 0, "", _now(), 0.0)


def _found(future: Future[SiteNight], command: NightCommand) -> SiteNight:
    """How the night ended; that its worker was lost is an end too."""
    error = future.exception()
    if error is None:
        return future.result()
    first_line = (str(error).strip().splitlines() or [type(error).__name__])[0]
    said = TROUBLE_OF_A_WORKER.format(first_line.rstrip("."))
    return SiteNight(command.name, command.night, SiteState.FAILED, 1, said, _now(), 0.0)


def _cancelled(run: RunNow) -> RunNow:
    """The run with everything that is not over as cancelled; the nights have been asked to end."""
    for site in run.sites:
        if site.state in (SiteState.WAITING, SiteState.RUNNING):
            run = run.with_site(replace(site, state=SiteState.CANCELLED, exit_code=130, said="cancelled"))
    return run


def _command(due: Due, portfolio: Portfolio, order: PortfolioOrder, workers: Workers) -> NightCommand:
    return NightCommand(
        name=due.name,
        site_dir=str(due.site_dir.resolve()),
        night=due.night.isoformat(),
        days=order.days,
        time_limit_s=order.limits.time_limit_s,
        gap=order.limits.gap,
        seed=order.limits.seed,
        jobs=workers.cores_each,
        by_clock=order.night is None,
        limit_s=portfolio.settings.night_limit_s,
    )


def _tell(portfolio: Portfolio, run: RunNow, started: datetime) -> None:
    """One notice for the whole run; each night tells its own too, where its site asks for that."""
    settings = NightSection(webhook=portfolio.settings.webhook, email=portfolio.settings.email)
    status = "failed" if run.exit_code == 1 else "partly"
    nights = {site.night for site in run.sites if site.night}
    night = datetime.fromisoformat(max(nights)).date() if nights else started.date()
    give_notice(settings, notice_of(f"portfolio {portfolio.name}", night, status, run.exit_code, run.said))


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
