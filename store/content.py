"""Content by hash: each frame or document is kept once, compressed, however many versions have it."""

import io
import zlib
from collections.abc import Callable

import pandas as pd
from sqlalchemy import Connection, insert, select

from domain.errors import WfmError
from store.hashes import frame_sha256, sha256_bytes
from store.tables import content

type Content = pd.DataFrame | bytes


def content_sha256(kept: Content) -> str:
    """The hash that the content is kept under."""
    return sha256_bytes(kept) if isinstance(kept, bytes) else frame_sha256(kept)


def rewritten(form: str, body: object, rewrite: Callable[[Content], Content]) -> tuple[str, bytes]:
    """Hash and body, as the database keeps them, of a content that `rewrite` has changed; the same where it has not."""
    assert isinstance(body, bytes)
    kept: Content = zlib.decompress(body) if form == "bytes" else pd.read_parquet(io.BytesIO(body))
    changed = rewrite(kept)
    if changed is kept or (isinstance(kept, bytes) and changed == kept):
        return "", body
    new = zlib.compress(changed) if isinstance(changed, bytes) else _frame_bytes(changed)
    return content_sha256(changed), new


def keep(connection: Connection, sha256: str, kept: Content) -> None:
    """Make sure that the database holds the content of this hash; what it holds already is not written again."""
    if connection.scalar(select(content.c.sha256).where(content.c.sha256 == sha256)) is None:
        form, body = ("bytes", zlib.compress(kept)) if isinstance(kept, bytes) else ("frame", _frame_bytes(kept))
        connection.execute(insert(content).values(sha256=sha256, form=form, body=body))


def fetch(connection: Connection, sha256: str) -> Content:
    """The content with this hash, checked against it."""
    row = connection.execute(select(content.c.form, content.c.body).where(content.c.sha256 == sha256)).one_or_none()
    if row is None:
        raise WfmError(f"the database holds no content with the hash {sha256[:12]}; run the night again.")
    try:
        kept: Content = zlib.decompress(row.body) if row.form == "bytes" else pd.read_parquet(io.BytesIO(row.body))
    except (zlib.error, ValueError, OSError) as error:
        raise WfmError(_damaged(sha256)) from error
    if content_sha256(kept) != sha256:
        raise WfmError(_damaged(sha256))
    return kept


def _frame_bytes(frame: pd.DataFrame) -> bytes:
    stream = io.BytesIO()
    frame.reset_index(drop=True).to_parquet(stream, engine="pyarrow", compression="zstd", index=False)
    return stream.getvalue()


def _damaged(sha256: str) -> str:
    return f"the content with the hash {sha256[:12]} is damaged in the database; restore a backup."
