"""Who hears of a bad night: a webhook, an e-mail, as `[nightly]` says. Telling never changes how the night ended.

Secrets come from environment variables that the settings name. No log line, sentence or message holds one.
"""

import json
import logging
import os
import smtplib
import socket
import ssl
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date
from email.message import EmailMessage
from functools import partial

from domain.errors import CancelledError, LockHeldError, WfmError
from domain.night_config import Email, NightSection, Webhook

logger = logging.getLogger(__name__)

ANSWERS_WITHIN_S = 15
DEFECT = "a defect of the program; the night's log (.wfm/logs) has its traceback"


@dataclass(frozen=True, slots=True)
class Notice:
    """What is told of a night: `status` is failed or partly, `exit_code` the command's, `said` its sentences."""

    site: str
    night: str
    status: str
    exit_code: int
    said: str
    host: str

    @property
    def title(self) -> str:
        """One line, whatever the site is called: a mail takes no header of two."""
        how = "failed" if self.status == "failed" else "was done in part"
        return f"Dasan WFM: the night of {self.night} of site {' '.join(self.site.split())} {how}"


@contextmanager
def failure_told(settings: NightSection, site_id: str, night: date) -> Iterator[None]:
    """Tells of a night that ends with an error; one that gives way to another run, or is cancelled, is none."""
    try:
        yield
    except (LockHeldError, CancelledError):
        raise
    except WfmError as error:
        give_notice(settings, notice_of(site_id, night, "failed", error.exit_code, str(error)))
        raise
    except Exception as error:
        give_notice(settings, notice_of(site_id, night, "failed", 1, f"{DEFECT} ({type(error).__name__})"))
        raise


def notice_of(site_id: str, night: date, status: str, exit_code: int, said: str) -> Notice:
    """The notice, with the name of this machine."""
    return Notice(site_id, night.isoformat(), status, exit_code, said, socket.gethostname())


def give_notice(settings: NightSection, notice: Notice) -> tuple[str, ...]:
    """Sends it wherever the settings say; the ways that failed, in sentences, which are logged too."""
    ways: list[tuple[str, Callable[[], None]]] = []
    if settings.webhook is not None:
        ways.append(("webhook", partial(_post, settings.webhook, notice)))
    if settings.email is not None:
        ways.append(("e-mail", partial(_mail, settings.email, notice)))
    failed = []
    for name, send in ways:
        try:
            send()
            logger.info("notice: the %s was sent", name)
        except (WfmError, OSError, smtplib.SMTPException, ValueError) as error:
            failed.append(f"notice: the {name} could not be sent ({_harmless(error)}).")
            logger.warning("%s", failed[-1])
    return tuple(failed)


def _harmless(error: Exception) -> str:
    """What went wrong without an address or a server's echo, either of which may hold a secret."""
    if isinstance(error, WfmError):
        return str(error)
    if isinstance(error, urllib.error.HTTPError):
        return f"the server answered {error.code}"
    if isinstance(error, smtplib.SMTPResponseException):
        return f"the server answered {error.smtp_code}"
    return type(error).__name__


def _post(webhook: Webhook, notice: Notice) -> None:
    url = webhook.url or _secret(webhook.url_from)
    if not url.startswith(("http://", "https://")):
        raise WfmError(f"the variable {webhook.url_from} does not hold an http or https address")
    headers = {"Content-Type": "application/json; charset=utf-8"}
    if webhook.token_from is not None:
        headers["Authorization"] = f"Bearer {_secret(webhook.token_from)}"
    body = json.dumps({"text": f"{notice.title}: {notice.said}", **asdict(notice)}, ensure_ascii=False).encode()
    request = urllib.request.Request(url, data=body, headers=headers, method="POST")
    urllib.request.build_opener(_NoRedirect).open(request, timeout=ANSWERS_WITHIN_S).close()


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """Follows no redirect: the token is for the address that was configured."""

    def redirect_request(self, *_asked: object) -> None:
        """None: the redirect counts as an error."""


def _mail(settings: Email, notice: Notice) -> None:
    message = EmailMessage()
    message["Subject"], message["From"], message["To"] = notice.title, settings.sender, ", ".join(settings.to)
    message.set_content(
        f"{notice.title} (exit code {notice.exit_code}, on {notice.host}).\n\n{notice.said}\n\n"
        "What was published before is untouched. `wfm status` tells how the site stands.\n"
    )
    with smtplib.SMTP(settings.host, settings.port, timeout=ANSWERS_WITHIN_S) as server:
        if settings.starttls:
            server.starttls(context=ssl.create_default_context())
        if settings.user_from is not None:
            server.login(_secret(settings.user_from), _secret(settings.password_from))
        server.send_message(message)


def _secret(variable: str | None) -> str:
    value = os.environ.get(variable or "")
    if not value:
        raise WfmError(f"the environment variable {variable} is not set")
    return value
