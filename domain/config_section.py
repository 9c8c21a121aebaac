"""What every table of a settings file is: read once, never changed, no unknown keys."""

from pydantic import BaseModel, ConfigDict


class Section(BaseModel):
    """A TOML table: read once, never changed, no unknown keys."""

    model_config = ConfigDict(extra="forbid", frozen=True)
