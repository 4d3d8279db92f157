"""Commands that a server does not know, or not now, or not so."""

import pytest

from tests.kb.live import box
from tests.kb.live.case import Case
from tests.kb.live.clients import curl, ftplib, tnftp
from tests.kb.live.servers import proftpd, pure_ftpd, pyftpdlib, vsftpd


@pytest.mark.live("command-not-implemented")
def test_mlsd(case: Case) -> None:
    box.add_user("ida")
    with vsftpd() as server:
        case.fails(
            ftplib(server, "list(ftp.mlsd())"),
            tnftp(server, "quote MLSD"),
            curl(server, "-Q", "SITE UTIME report.csv"),
            ftplib(server, "ftp.sendcmd('MLST report.csv')"),
        )
        case.works(ftplib(server, "ftp.nlst()"), tnftp(server, "ls"), curl(server))


@pytest.mark.live("syntax-error-501")
def test_missing_argument(case: Case) -> None:
    box.add_user("ida")
    for daemon in (proftpd(), pyftpdlib(), pure_ftpd("-l", "unix")):
        with daemon as server:
            case.fails(ftplib(server, "ftp.sendcmd('MKD')"), curl(server, "-Q", "MKD"), tnftp(server, "quote MKD"))
            case.works(
                ftplib(server, "ftp.mkd('a')"), curl(server, "-Q", "MKD b"), tnftp(server, "quote RMD b", "rmdir a")
            )


@pytest.mark.live("bad-sequence-503")
def test_rnto_without_rnfr(case: Case) -> None:
    box.add_user("ida")
    for daemon in (vsftpd(), proftpd(), pyftpdlib(), pure_ftpd("-l", "unix")):
        with daemon as server:
            case.fails(
                ftplib(server, "ftp.sendcmd('RNTO a.csv')"), curl(server, "-Q", "RNTO a.csv"),
                tnftp(server, "quote RNTO a.csv"),
            )  # fmt: skip
            case.works(
                ftplib(server, "ftp.rename('report.csv', 'a.csv')"),
                curl(server, "-Q", "RNFR a.csv", "-Q", "RNTO report.csv"),
            )
