"""Who acts, and whether they may: asked by every function of the pipeline that shows or changes something restricted.

The doors say who acts: the command line is this machine's operator, the app names the account that is signed in. Where
a site has accounts and nobody is named, everything is refused; where it has none, one local planner may do everything.
"""

from collections.abc import Callable
from functools import wraps
from pathlib import Path

from domain.access import AccessError, Act, Actor, Role
from pipeline.accounts import account_named, site_accounts
from pipeline.acting import OPERATOR, named_actor
from pipeline.site_store import stamp_now, stamp_of
from store.records import Stamp


def actor_of(site_dir: Path) -> Actor | None:
    """Who acts on the site; None where it has accounts and nobody that it knows is signed in.

    The account is read anew each time: one that was removed, or has another role now, is treated so at once.
    """
    named = named_actor()
    if named is OPERATOR or not site_accounts(site_dir):
        return Actor(stamp_now().who, Role.PLANNER, is_account=False)
    account = account_named(site_dir, named) if isinstance(named, str) else None
    return None if account is None else account.actor


def may(site_dir: Path, act: Act) -> bool:
    """Whether whoever acts may do it."""
    actor = actor_of(site_dir)
    return actor is not None and actor.may(act)


def refuse_unless(site_dir: Path, act: Act) -> Actor:
    """Who acts, where they may do it; raises AccessError otherwise."""
    actor = actor_of(site_dir)
    if actor is None:
        raise AccessError("Nobody is signed in; nothing was shown or changed. Sign in, then try again.")
    if not actor.may(act):
        raise AccessError(
            f"The account {actor.name} with the role {actor.role} may not do this ({act}); nothing was shown or "
            "changed."
        )
    return actor


def needs[**P, R](act: Act) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """A function whose first argument is a site's folder, or holds it as `site_dir`, for those who may do the act."""

    def guarded(function: Callable[P, R]) -> Callable[P, R]:
        @wraps(function)
        def asked(*args: P.args, **kwargs: P.kwargs) -> R:
            refuse_unless(site_of(args[0] if args else next(iter(kwargs.values()))), act)
            return function(*args, **kwargs)

        asked.needed_act = act  # type: ignore[attr-defined]  # so that caches and tests can ask for it
        return asked

    return guarded


def site_of(first: object) -> Path:
    """The site's folder: the argument itself, or what it holds as `site_dir`."""
    found = first if isinstance(first, Path) else getattr(first, "site_dir", None)
    if not isinstance(found, Path):
        raise TypeError(f"{type(first).__name__} names no site; a guarded function takes the site first")
    return found


def stamp_for(site_dir: Path, who: str | None) -> Stamp:
    """This moment, and who acts: the account where the site has accounts, whatever name was typed; else that name."""
    actor = actor_of(site_dir)
    return stamp_of(actor.name if actor is not None and actor.is_account else who)
