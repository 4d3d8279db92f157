"""TLS that does not come about."""

import pytest

from tests.kb.live import box
from tests.kb.live.case import Case
from tests.kb.live.clients import curl, ftplib, lftp
from tests.kb.live.servers import AUTHORITY, certificate, proftpd, pure_ftpd, pyftpdlib, vsftpd

FORCE = "set ftp:ssl-force yes; "
TRUSTING = f"set ssl:ca-file {AUTHORITY}; "
CONTEXT = f"context=ssl.create_default_context(cafile='{AUTHORITY}')"
CACERT = ("--ssl-reqd", "--cacert", str(AUTHORITY))


def offering(pem: object, **more: str) -> dict[str, str]:
    optional = {"force_local_logins_ssl": "NO", "force_local_data_ssl": "NO", "require_ssl_reuse": "NO"}
    return {"ssl_enable": "YES", "rsa_cert_file": str(pem), **optional, **more}


def tls(pem: object, *more: str) -> list[str]:
    return ["TLSEngine on", f"TLSRSACertificateFile {pem}", f"TLSRSACertificateKeyFile {pem}", *more]


@pytest.mark.live("auth-tls-unsupported")
def test_server_without_tls(case: Case) -> None:
    box.add_user("ida")
    for daemon in (vsftpd(), proftpd(), pure_ftpd("-l", "unix"), pyftpdlib()):
        with daemon as server:
            case.fails(
                curl(server, "--ssl-reqd"),
                lftp(server, "ls", settings=FORCE),
                ftplib(server, "ftp.dir()", tls="context=ssl.create_default_context()"),
            )
    with vsftpd(**offering(certificate())) as server:
        case.works(
            curl(server, *CACERT),
            lftp(server, "ls", settings=FORCE + TRUSTING),
            ftplib(server, "ftp.dir()", tls=CONTEXT),
        )


@pytest.mark.live("cert-untrusted-or-expired")
def test_self_signed(case: Case) -> None:
    box.add_user("ida")
    pem = certificate(authority=False)
    default = "context=ssl.create_default_context()"
    with vsftpd(**offering(pem)) as server:
        case.fails(curl(server, "--ssl-reqd"), lftp(server, "ls"), ftplib(server, "ftp.dir()", tls=default))
        mine = f"context=ssl.create_default_context(cafile='{pem}')"
        case.works(
            curl(server, "--ssl-reqd", "--cacert", str(pem)),
            lftp(server, "ls", settings=f"set ssl:ca-file {pem}; "),
            ftplib(server, "ftp.dir()", tls=mine),
        )


@pytest.mark.live("cert-untrusted-or-expired")
def test_unknown_authority(case: Case) -> None:
    box.add_user("ida")
    default = "context=ssl.create_default_context()"
    with vsftpd(**offering(certificate())) as server:
        case.fails(curl(server, "--ssl-reqd"), lftp(server, "ls"), ftplib(server, "ftp.dir()", tls=default))
        case.works(
            curl(server, *CACERT), lftp(server, "ls", settings=TRUSTING), ftplib(server, "ftp.dir()", tls=CONTEXT)
        )


@pytest.mark.live("cert-name-mismatch")
def test_certificate_of_the_hoster(case: Case) -> None:
    box.add_user("ida")
    for pem, check in ((certificate("web12.hosting.example"), case.fails), (certificate(), case.works)):
        with vsftpd(**offering(pem)) as server:
            check(
                curl(server, *CACERT), lftp(server, "ls", settings=TRUSTING), ftplib(server, "ftp.dir()", tls=CONTEXT)
            )


@pytest.mark.live("tls-version-or-cipher-mismatch")
def test_no_common_version(case: Case) -> None:
    box.add_user("ida")
    pem = certificate()
    old = "set ssl:priority NORMAL:-VERS-TLS1.3; "
    for version, check in (("TLSv1.3", case.fails), ("TLSv1.2 TLSv1.3", case.works)):
        with proftpd(*tls(pem, f"TLSProtocol {version}", "TLSOptions NoSessionReuseRequired"), modules="tls") as server:
            limited = "ftp.context.maximum_version = ssl.TLSVersion.TLSv1_2"
            check(
                curl(server, *CACERT, "--tls-max", "1.2"),
                lftp(server, "ls", settings=TRUSTING + old),
                ftplib(server, "ftp.dir()", tls=CONTEXT, first=limited),
            )


@pytest.mark.live("implicit-explicit-mismatch")
def test_implicit_client(case: Case) -> None:
    box.add_user("ida")
    with vsftpd(**offering(certificate())) as server:
        case.fails(curl(server, *CACERT, scheme="ftps"), lftp(server, "ls", settings=TRUSTING, scheme="ftps"))
        case.works(curl(server, *CACERT), lftp(server, "ls", settings=TRUSTING + FORCE))


@pytest.mark.live("implicit-explicit-mismatch")
def test_explicit_client(case: Case) -> None:
    box.add_user("ida")
    with vsftpd(**offering(certificate(), implicit_ssl="YES"), port=990) as server:
        case.fails(
            curl(server, *CACERT), lftp(server, "ls", settings=TRUSTING + FORCE),
            ftplib(server, "ftp.dir()", tls=CONTEXT),
        )  # fmt: skip
        case.works(curl(server, *CACERT, scheme="ftps"), lftp(server, "ls", settings=TRUSTING, scheme="ftps"))
