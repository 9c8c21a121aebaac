"""A site folder of literal lines, small enough to think about."""

from pathlib import Path

SITE = """
[site]
id = "tiny"
timezone = "{timezone}"
country = "KR"
interval_minutes = 30

[[queue]]
id = "general"
aht_s = 180
patience_s = 120
[queue.goal]
service_level = 0.8

[[queue]]
id = "chat"
channel = "chat"
concurrency = 2
aht_s = 300
[queue.goal]
service_level = 0.8
"""


def tiny_site(folder: Path, timezone: str = "Asia/Seoul") -> Path:
    """A site folder with two queues and no staff: enough to take in a history."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "site.toml").write_text(SITE.format(timezone=timezone), encoding="utf-8")
    return folder


def export(path: Path, text: str, encoding: str = "utf-8") -> Path:
    """An export of these lines."""
    path.write_bytes(text.encode(encoding))
    return path
