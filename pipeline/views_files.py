"""The files of a published night that people take away."""

from dataclasses import dataclass
from pathlib import Path

from domain.access import Act
from pipeline.access import needs
from pipeline.views_night import PublishedNight

# What a file is for, its name, and its media type; the workbook first, for it is asked for most.
OFFERED = (
    ("workbook", "roster.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ("roster", "roster.csv", "text/csv"),
    ("activities", "activities.csv", "text/csv"),
    ("requirement", "requirement.csv", "text/csv"),
    ("forecast", "forecast.csv", "text/csv"),
    ("forecast_model", "forecast_model.csv", "text/csv"),
    ("accuracy", "accuracy.csv", "text/csv"),
    ("report", "report.json", "application/json"),
)


@dataclass(frozen=True, slots=True)
class PublishedFile:
    """One file of a night; its name for the reader carries site and night, so that two nights do not mix."""

    kind: str
    name: str
    path: Path
    download_name: str
    media_type: str
    kilobytes: float

    def content(self) -> bytes:
        """The file's bytes as they are now."""
        return self.path.read_bytes()


@needs(Act.TAKE_FILES)
def published_files(night: PublishedNight) -> tuple[PublishedFile, ...]:
    """The files that the night has, in the order in which they are asked for."""
    found = [(kind, night.folder / name, media_type) for kind, name, media_type in OFFERED]
    return tuple(
        PublishedFile(
            kind=kind,
            name=path.name,
            path=path,
            download_name=f"{night.site.id}_{night.night.isoformat()}_{path.name}",
            media_type=media_type,
            kilobytes=path.stat().st_size / 1024,
        )
        for kind, path, media_type in found
        if path.is_file()
    )
