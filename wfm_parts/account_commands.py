"""`wfm account give | list | take`: who may sign in to the app of a site, and what they may do there."""

from typing import Annotated

import typer

from wfm_parts import options
from wfm_parts.progress import console

HELP = """Say who may sign in to a site's app, and what they may do there.

Without any account the app opens on this machine alone, and whoever is there is the planner. The first account is an
admin's. Roles: planner, hr, lead, agent (their own roster), viewer, admin (accounts).
"""

Name = Annotated[str, typer.Argument(metavar="NAME", help="A name, or the e-mail address that a provider vouches for.")]
RoleName = Annotated[str, options.named("--role", "planner, hr, lead, agent, viewer or admin.")]
AgentId = Annotated[str, options.named("--agent", "Whose roster it is; required for an agent.")]
ByProvider = Annotated[bool, typer.Option("--by-provider", help="Sign in by st.login's provider, without a password.")]
Password = Annotated[
    str | None,
    options.named("--password", "The password; better left out, so that it is asked for."),
]

account_app = typer.Typer(name="account", help=HELP, no_args_is_help=True, add_completion=False)


@account_app.command()
def give(
    name: Name,
    site: options.Site,
    role: RoleName,
    agent: AgentId = "",
    by_provider: ByProvider = False,
    password: Password = None,
) -> None:
    """Give an account, or change the role, the person or the password of one."""
    from pipeline.account_acts import give_account

    if password is None and not by_provider:
        password = typer.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
    account = give_account(site, name, role, agent, password)
    typer.echo(f"{account.name} may sign in as {account.role}.", err=True)


@account_app.command(name="list")
def list_them(site: options.Site) -> None:
    """Show every account with its role."""
    from pipeline.account_acts import list_accounts
    from wfm_parts.account_panel import accounts_table

    found = list_accounts(site)
    if found:
        console().print(accounts_table(found))
    else:
        typer.echo("There are no accounts: the app opens on this machine alone.", err=True)


@account_app.command()
def take(name: Name, site: options.Site) -> None:
    """Take an account away; whoever is signed in with it is out at the next click."""
    from pipeline.account_acts import take_account

    take_account(site, name)
    typer.echo(f"{name} has no account any more.", err=True)
