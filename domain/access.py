"""Who may do what: roles, acts, and the one table that brings them together.

Pages hide what a role may not do; the pipeline refuses it (`pipeline.access`), whoever calls. A site without accounts
has one local planner, who may do everything.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from domain.errors import WfmError


class AccessError(WfmError):
    """Somebody asked for what their role may not do, or nobody is signed in; nothing was shown or changed."""


class Role(StrEnum):
    """What an account is at its site."""

    PLANNER = "planner"
    HR = "hr"
    LEAD = "lead"
    AGENT = "agent"
    VIEWER = "viewer"
    ADMIN = "admin"


class Act(StrEnum):
    """What can be asked for; everything restricted is one of these."""

    SEE_OWN = "see_own"  # one's own duties and shares
    SEE_PLAN = "see_plan"  # forecast, requirement, prices, nights and jobs
    SEE_ROSTER = "see_roster"  # everybody's duties, cover, the law report, versions
    SEE_SITE = "see_site"  # the site folder: staff, leave, limits, wishes
    TAKE_FILES = "take_files"  # downloads, HR's workbook and calendars among them
    CHANGE_FORECAST = "change_forecast"
    EDIT_ROSTER = "edit_roster"
    ACT_TODAY = "act_today"  # what may still be done today: move a rest, recovery after abuse
    RUN_JOBS = "run_jobs"
    PUBLISH = "publish"
    EDIT_STAFF = "edit_staff"  # staff, leave, limits
    EDIT_SITE = "edit_site"  # every other file of the site folder
    IMPORT_CALLS = "import_calls"
    MANAGE_ACCOUNTS = "manage_accounts"
    SEE_TRAIL = "see_trail"  # who did what and when


_SEE = frozenset({Act.SEE_PLAN, Act.SEE_ROSTER})
_PLAN = frozenset(
    {
        Act.CHANGE_FORECAST, Act.EDIT_ROSTER, Act.ACT_TODAY, Act.RUN_JOBS, Act.PUBLISH, Act.IMPORT_CALLS,
    }
)  # fmt: skip

MAY: Mapping[Role, frozenset[Act]] = {
    Role.AGENT: frozenset({Act.SEE_OWN}),
    Role.VIEWER: _SEE,
    Role.LEAD: _SEE | {Act.SEE_OWN, Act.ACT_TODAY},
    Role.HR: _SEE | {Act.SEE_SITE, Act.TAKE_FILES, Act.EDIT_STAFF},
    Role.PLANNER: _SEE | _PLAN | {Act.SEE_SITE, Act.TAKE_FILES, Act.EDIT_STAFF, Act.EDIT_SITE, Act.SEE_TRAIL},
    Role.ADMIN: frozenset({Act.SEE_PLAN, Act.SEE_SITE, Act.MANAGE_ACCOUNTS, Act.SEE_TRAIL}),
}


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: the name that the audit trail keeps, and the role; `agent_id` is the person whose roster is theirs."""

    name: str
    role: Role
    agent_id: str = ""
    is_account: bool = True

    def may(self, act: Act) -> bool:
        """Whether the role may do it; the local planner of a site without accounts may do everything."""
        if not self.is_account:
            return act is not Act.SEE_OWN
        if act is Act.SEE_OWN and not self.agent_id:
            return False
        return act in MAY[self.role]
