"""Files and folders that a server refuses."""

from pathlib import Path

import pytest

from tests.kb.live import box
from tests.kb.live.case import Case
from tests.kb.live.clients import curl, ftplib, lftp, tnftp, wget
from tests.kb.live.servers import proftpd, pure_ftpd, pyftpdlib, vsftpd

LOCAL = "/srv/new.csv"
STOR = "ftp.storbinary('STOR new.csv', open('/srv/new.csv', 'rb'))"


@pytest.fixture
def home(case: Case) -> Path:
    """Ida's folder on the server; on the client's side `/srv/new.csv` waits."""
    box.write(LOCAL, "day;pieces\ntuesday;19\n" * 3_000)
    return box.add_user("ida")


@pytest.mark.live("file-not-found")
def test_download_of_what_is_not_there(case: Case, home: Path) -> None:
    for daemon in (vsftpd(), proftpd(), pure_ftpd("-l", "unix"), pyftpdlib()):
        with daemon as server:
            case.fails(
                curl(server, path="/repotr.csv"),
                lftp(server, "get repotr.csv"),
                tnftp(server, "get repotr.csv /dev/null"),
                ftplib(server, "ftp.retrbinary('RETR repotr.csv', print)"),
                wget(server, path="/repotr.csv"),
            )
            case.works(
                curl(server, path="/report.csv"),
                lftp(server, "get report.csv"),
                tnftp(server, "get report.csv /dev/null"),
                ftplib(server, "ftp.retrbinary('RETR report.csv', print)"),
                wget(server, path="/report.csv"),
            )


@pytest.mark.live("permission-denied-write")
def test_upload_into_a_foreign_folder(case: Case, home: Path) -> None:
    for daemon in (vsftpd(), proftpd("AllowOverwrite on"), pure_ftpd("-l", "unix")):
        with daemon as server:
            (home / "new.csv").unlink(missing_ok=True)
            box.own(home, 0).chmod(0o755)
            uploads = lambda: (  # noqa: E731  said twice, before and after
                curl(server, "-T", LOCAL),
                lftp(server, f"put {LOCAL}"),
                tnftp(server, f"put {LOCAL} new.csv"),
                ftplib(server, STOR),
            )
            case.fails(*uploads())
            box.own(home)
            case.works(*uploads())


@pytest.mark.live("write-commands-disabled")
def test_write_enable(case: Case, home: Path) -> None:
    for value, check in (("NO", case.fails), ("YES", case.works)):
        with vsftpd(write_enable=value) as server:
            check(
                curl(server, "-T", LOCAL),
                lftp(server, f"put {LOCAL}"),
                tnftp(server, f"put {LOCAL} new.csv"),
                ftplib(server, STOR),
            )


@pytest.mark.live("mkdir-already-exists")
def test_mkdir_twice(case: Case, home: Path) -> None:
    (home / "out").mkdir()
    for daemon in (proftpd(), pure_ftpd("-l", "unix"), pyftpdlib()):
        with daemon as server:
            case.fails(
                curl(server, "-Q", "MKD out"), lftp(server, "mkdir out"), tnftp(server, "mkdir out"),
                ftplib(server, "ftp.mkd('out')"),
            )  # fmt: skip
            case.works(curl(server, "--ftp-create-dirs", path="/out/"), lftp(server, "mkdir -f out"))


@pytest.mark.live("rename-or-delete-denied")
def test_delete_in_a_foreign_folder(case: Case, home: Path) -> None:
    for daemon in (vsftpd(), proftpd(), pure_ftpd("-l", "unix")):
        with daemon as server:
            box.own(home, 0).chmod(0o755)
            case.fails(
                curl(server, "-Q", "DELE report.csv"), lftp(server, "rm report.csv"),
                tnftp(server, "delete report.csv"), ftplib(server, "ftp.delete('report.csv')"),
                lftp(server, "mv report.csv old.csv"), ftplib(server, "ftp.rename('report.csv', 'old.csv')"),
            )  # fmt: skip
            box.own(home)
            case.works(lftp(server, "mv report.csv old.csv"), ftplib(server, "ftp.delete('old.csv')"))
            box.own(box.write(home / "report.csv", "x\n"))


@pytest.mark.live("overwrite-not-permitted")
def test_upload_over_a_file(case: Case, home: Path) -> None:
    box.own(box.write(home / "new.csv", "old\n"))
    for value, check in (("off", case.fails), ("on", case.works)):
        with proftpd(f"AllowOverwrite {value}") as server:
            check(
                curl(server, "-T", LOCAL), lftp(server, f"put {LOCAL}"), tnftp(server, f"put {LOCAL} new.csv"),
                ftplib(server, STOR),
            )  # fmt: skip


@pytest.mark.live("disk-full-or-quota")
def test_full_disk(case: Case, home: Path) -> None:
    inbox = home / "inbox"
    inbox.mkdir()
    for daemon in (vsftpd, lambda: pure_ftpd("-l", "unix")):  # ProFTPD says "Input/output error" as often as not
        for size, check in (("32k", case.fails), ("8m", case.works)):
            with box.small_disk(inbox, size), daemon() as server:
                check(
                    curl(server, "-T", LOCAL, path="/inbox/new.csv"),
                    lftp(server, f"put {LOCAL} -o inbox/new.csv"),
                    tnftp(server, "cd inbox", f"put {LOCAL} new.csv"),
                    ftplib(server, "ftp.cwd('inbox')", STOR),
                )


@pytest.mark.live("resume-not-supported")
def test_append_to_an_upload(case: Case, home: Path) -> None:
    for value, check in (("off", case.fails), ("on", case.works)):
        box.own(box.write(home / "new.csv", "day;pieces\n"))
        with proftpd("AllowOverwrite on", f"AllowStoreRestart {value}") as server:
            check(
                curl(server, "-C", "-", "-T", LOCAL),
                ftplib(server, "ftp.storbinary('APPE new.csv', open('/srv/new.csv', 'rb'))"),
            )


@pytest.mark.live("directory-change-denied")
def test_closed_folder(case: Case, home: Path) -> None:
    reports = home / "reports"
    reports.mkdir(mode=0o700)
    for daemon in (vsftpd(), proftpd(), pure_ftpd("-l", "unix")):
        with daemon as server:
            reports.chmod(0o700)
            case.fails(
                curl(server, path="/reports/"), lftp(server, "cd reports", "ls"), tnftp(server, "cd reports"),
                ftplib(server, "ftp.cwd('reports')"),
            )  # fmt: skip
            reports.chmod(0o755)
            case.works(
                curl(server, path="/reports/"), lftp(server, "cd reports", "ls"), tnftp(server, "cd reports"),
                ftplib(server, "ftp.cwd('reports')"),
            )  # fmt: skip


@pytest.mark.live("invalid-filename")
def test_dot_file(case: Case, home: Path) -> None:
    upload = (f"put {LOCAL} -o .htaccess", "ftp.storbinary('STOR .htaccess', open('/srv/new.csv', 'rb'))")
    for options, check in ((["-x"], case.fails), ([], case.works)):
        with pure_ftpd("-l", "unix", *options) as server:
            check(curl(server, "-T", LOCAL, path="/.htaccess"), lftp(server, upload[0]), ftplib(server, upload[1]))
