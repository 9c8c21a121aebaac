"""`[nightly]` of `site.toml`: how nights run by themselves, how long they are kept, and who hears of a bad one.

No secret stands in here: where one is needed, the name of the environment variable that holds it does.
"""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from domain.config_section import Section

type StepName = Literal["forecast", "accuracy", "requirement", "roster", "workbook"]

Variable = Annotated[str, Field(pattern=r"^[A-Za-z_][A-Za-z0-9_]*$")]
Seconds = Annotated[float, Field(gt=0)]


class Webhook(Section):
    """Where a bad night is posted as JSON: an address, or the variable that holds it where it is a secret itself.

    `token_from` names the variable of a token, sent as `Authorization: Bearer …`.
    """

    url: str | None = Field(default=None, pattern=r"^https?://[^\s@]+$")
    url_from: Variable | None = None
    token_from: Variable | None = None

    @model_validator(mode="after")
    def _one_address(self) -> Self:
        if (self.url is None) == (self.url_from is None):
            raise ValueError("either url or url_from, and not both")
        return self


class Email(Section):
    """Whom a bad night is mailed to, and through which server."""

    host: str = Field(min_length=1)
    port: int = Field(default=587, ge=1, le=65535)
    starttls: bool = True
    sender: str = Field(pattern=r"^[^@\s]+@[^@\s]+$")
    to: tuple[Annotated[str, Field(pattern=r"^[^@\s]+@[^@\s]+$")], ...] = Field(min_length=1)
    user_from: Variable | None = None
    password_from: Variable | None = None

    @model_validator(mode="after")
    def _signs_in_whole(self) -> Self:
        if (self.user_from is None) != (self.password_from is None):
            raise ValueError("user_from and password_from together, or neither")
        if self.user_from is not None and not self.starttls:
            raise ValueError("starttls = true with user_from: a password is not sent in clear")
        return self


class NightSection(Section):
    """How nights run: what is late, what is kept, how long a step may take, what makes a day doubtful.

    `tell_of`: `failed` nights alone, or `partly` done ones too. `keep_nights` None keeps every dated folder.
    """

    max_age_h: float = Field(default=36, gt=0)
    keep_nights: int | None = Field(default=None, ge=1)
    inbox: str = Field(default="inbox", pattern=r"^[^/\\.][^/\\]*$")
    database_patience_s: float = Field(default=60, ge=0)
    budget_s: dict[StepName, Seconds] = Field(default_factory=dict)
    least_of_usual: float = Field(default=0.5, ge=0, lt=1)
    stuck_intervals: int = Field(default=6, ge=3)
    tell_of: Literal["failed", "partly"] = "partly"
    webhook: Webhook | None = None
    email: Email | None = None
