"""Who hears of a bad night, what they are told, and that no secret shows anywhere."""

import json
import logging
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from domain.errors import LockHeldError, ScheduleError
from domain.night_config import Email, NightSection, Webhook
from pipeline.night_notice import failure_told, give_notice, notice_of
from tests.cli.runner import content_of, wfm
from tests.cli.tiny import SITE, tiny_site

NIGHT = date(2026, 6, 7)
TOKEN, PASSWORD = "s3cret-token", "s3cret-password"
NOTICE = notice_of("tiny", NIGHT, "failed", 1, "The disk is full.")

type Posted = list[tuple[dict[str, str], dict[str, object]]]


@contextmanager
def web_server(answer: int = 200) -> Iterator[tuple[str, Posted]]:
    """A server that keeps what is posted to it: its address, headers and bodies."""
    posted: Posted = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            posted.append((dict(self.headers), json.loads(body)))
            self.send_response(answer)
            self.send_header("Location", "/elsewhere")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/{TOKEN}", posted
        server.shutdown()


@contextmanager
def mail_server() -> Iterator[tuple[int, list[str]]]:
    """A server that takes mail and keeps it: its port, and the messages with their envelopes."""
    mails: list[str] = []

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.wfile.write(b"220 test\r\n")
            lines: list[str] = []
            in_text = False
            for raw in self.rfile:
                line = raw.decode().rstrip("\r\n")
                lines.append(line)
                if in_text:
                    if line == ".":
                        in_text = False
                        mails.append("\n".join(lines))
                        self.wfile.write(b"250 taken\r\n")
                    continue
                in_text = line.upper() == "DATA"
                self.wfile.write(
                    b"354 go on\r\n" if in_text else b"221 bye\r\n" if line.upper() == "QUIT" else b"250 ok\r\n"
                )
                if line.upper() == "QUIT":
                    return

    with socketserver.TCPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_address[1], mails
        server.shutdown()


def test_a_failed_night_is_posted_with_its_sentence_and_the_token(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with web_server() as (address, posted):
        monkeypatch.setenv("HOOK", address)
        monkeypatch.setenv("HOOK_TOKEN", TOKEN)
        settings = NightSection(webhook=Webhook(url_from="HOOK", token_from="HOOK_TOKEN"))
        with pytest.raises(ScheduleError), failure_told(settings, "tiny", NIGHT):
            raise ScheduleError("the solver stumbled")
    ((headers, body),) = posted
    assert headers["Authorization"] == f"Bearer {TOKEN}"
    assert (body["site"], body["night"], body["status"], body["exit_code"]) == ("tiny", "2026-06-07", "failed", 1)
    assert body["said"] == "the solver stumbled"
    assert "the night of 2026-06-07 of site tiny failed: the solver stumbled" in str(body["text"])
    assert "notice: the webhook was sent" in caplog.text
    assert TOKEN not in caplog.text


def test_a_failed_night_is_mailed_to_everybody_named() -> None:
    with mail_server() as (port, mails):
        given = Email(host="127.0.0.1", port=port, starttls=False, sender="wfm@example.net", to=("a@b.net", "c@d.net"))
        assert give_notice(NightSection(email=given), NOTICE) == ()
    (mail,) = mails
    assert "rcpt to:<a@b.net>\nrcpt to:<c@d.net>" in mail
    assert "Subject: Dasan WFM: the night of 2026-06-07 of site tiny failed" in mail
    assert "The disk is full." in mail


def test_a_night_that_gives_way_to_another_is_no_failure() -> None:
    with web_server() as (address, posted):
        told = failure_told(NightSection(webhook=Webhook(url=address)), "tiny", NIGHT)
        with pytest.raises(LockHeldError), told:
            raise LockHeldError("another run works on this site")
    assert posted == []


def test_a_defect_is_told_without_its_words_which_could_hold_anything() -> None:
    with web_server() as (address, posted):
        told = failure_told(NightSection(webhook=Webhook(url=address)), "tiny", NIGHT)
        with pytest.raises(ZeroDivisionError), told:
            raise ZeroDivisionError("A0001")
    assert "A0001" not in str(posted)
    assert "ZeroDivisionError" in str(posted)


@pytest.mark.parametrize(("answer", "said"), [(500, "the server answered 500"), (302, "the server answered 302")])
def test_a_server_that_refuses_is_said_without_its_address(
    answer: int, said: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("HOOK_TOKEN", TOKEN)
    with web_server(answer) as (address, posted):
        settings = NightSection(webhook=Webhook(url=address, token_from="HOOK_TOKEN"))
        failed = give_notice(settings, NOTICE)
    assert failed == (f"notice: the webhook could not be sent ({said}).",)
    assert len(posted) == 1
    assert TOKEN not in caplog.text


def test_a_variable_that_is_not_set_is_named_and_nothing_is_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HOOK_TOKEN", raising=False)
    with web_server() as (address, posted):
        settings = NightSection(webhook=Webhook(url=address, token_from="HOOK_TOKEN"))
        (failed,) = give_notice(settings, NOTICE)
    assert "the environment variable HOOK_TOKEN is not set" in failed
    assert posted == []


def test_nobody_there_never_changes_how_the_night_ended() -> None:
    nobody = Email(host="127.0.0.1", port=1, starttls=False, sender="wfm@example.net", to=("a@b.net",))
    settings = NightSection(webhook=Webhook(url="http://127.0.0.1:1/"), email=nobody)
    assert len(give_notice(settings, NOTICE)) == 2


def test_a_password_is_never_sent_in_clear() -> None:
    with pytest.raises(ValueError, match="a password is not sent in clear"):
        Email(host="h", sender="a@b.net", to=("a@b.net",), starttls=False, user_from="U", password_from="P")


HOSTILE = "{{7*7}} ${7*7} {0.__class__} %(PATH)s <script>\r\nBcc: everybody@example.net"


def test_a_name_that_is_a_template_or_a_header_is_told_as_text_and_adds_nobody() -> None:
    with web_server() as (address, posted), mail_server() as (port, mails):
        email = Email(host="127.0.0.1", port=port, starttls=False, sender="wfm@example.net", to=("a@b.net",))
        settings = NightSection(webhook=Webhook(url=address), email=email)
        failed = give_notice(settings, notice_of(HOSTILE, NIGHT, "failed", 1, HOSTILE))
    assert failed == ()
    ((_, body),) = posted
    assert (body["site"], body["said"]) == (HOSTILE, HOSTILE)
    (mail,) = mails
    assert [line for line in mail.partition("\n\n")[0].splitlines() if line.startswith("Bcc:")] == []
    assert "rcpt to:<everybody" not in mail
    assert mail.count("{{7*7}}") == 3  # in the subject, the title and the sentence


def test_a_mistake_in_a_file_of_the_site_is_told_though_nothing_is_written(tmp_path: Path) -> None:
    site = tiny_site(tmp_path / "site")
    with web_server() as (address, posted):
        (site / "site.toml").write_text(f'{SITE}\n[nightly.webhook]\nurl = "{address}"\n', "utf-8")
        (site / "staff.csv").write_text("agent_id\n", "utf-8")
        before = content_of(site)
        assert wfm("nightly", "--site", site, "--date", NIGHT.isoformat()).exit_code == 4
    ((_, body),) = posted
    assert (body["exit_code"], "staff.csv" in str(body["said"])) == (4, True)
    assert content_of(site) == before
