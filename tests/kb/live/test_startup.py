"""Servers that do not start, or that end every session because of their own configuration."""

from pathlib import Path

import pytest

from tests.kb.live import box
from tests.kb.live.case import Case
from tests.kb.live.clients import curl, ftplib, lftp, printed, tnftp
from tests.kb.live.servers import (
    AUTHORITY,
    certificate,
    proftpd,
    proftpd_console,
    pyftpdlib,
    pyftpdlib_console,
    vsftpd,
    vsftpd_console,
)


@pytest.mark.live("vsftpd-writable-chroot")
def test_writable_chroot(case: Case) -> None:
    home = box.add_user("ida")
    with vsftpd(chroot_local_user="YES") as server:
        case.fails(curl(server), lftp(server, "ls"), tnftp(server, "ls"), ftplib(server, "ftp.dir()"))
        home.chmod(0o555)
        case.works(curl(server), lftp(server, "ls"), tnftp(server, "ls"), ftplib(server, "ftp.dir()"))


@pytest.mark.live("vsftpd-config-error")
def test_unknown_option(case: Case) -> None:
    box.add_user("ida")
    case.fails(
        printed("vsftpd", vsftpd_console(alow_writeable_chroot="YES")),
        printed("vsftpd", vsftpd_console(write_enable="on")),
    )
    with vsftpd() as server:
        case.works(curl(server))


@pytest.mark.live("vsftpd-config-error")
def test_missing_list(case: Case) -> None:
    box.add_user("ida")
    with vsftpd(chroot_list_enable="YES", chroot_list_file="/etc/vsftpd.chroot_list") as server:
        case.fails(curl(server), lftp(server, "ls"), tnftp(server, "ls"), ftplib(server, "ftp.dir()"))
        box.write("/etc/vsftpd.chroot_list", "")
        case.works(curl(server), lftp(server, "ls"), tnftp(server, "ls"), ftplib(server, "ftp.dir()"))


@pytest.mark.live("vsftpd-config-error")
def test_missing_folder(case: Case) -> None:
    box.add_user("ida")
    folder = Path("/run/vsftpd/gone")
    with vsftpd(secure_chroot_dir=str(folder)) as server:
        case.fails(curl(server), lftp(server, "ls"), tnftp(server), ftplib(server))
        folder.mkdir(mode=0o755)
        case.works(curl(server), lftp(server, "ls"), tnftp(server), ftplib(server))
        folder.rmdir()


@pytest.mark.live("vsftpd-tls-cert-load")
def test_missing_certificate(case: Case) -> None:
    box.add_user("ida")
    gone = "/etc/ssl/certs/ftp.example.com.pem"
    options = {"ssl_enable": "YES", "rsa_cert_file": gone, "force_local_logins_ssl": "NO", "force_local_data_ssl": "NO"}
    case.fails(printed("vsftpd", vsftpd_console(**options)))
    tls = ["TLSEngine on", f"TLSRSACertificateFile {gone}", f"TLSRSACertificateKeyFile {gone}"]
    case.fails(printed("proftpd", proftpd_console(*tls, modules="tls")))
    with vsftpd(**options | {"rsa_cert_file": str(certificate())}) as server:
        case.works(curl(server, "--ssl-reqd", "--cacert", str(AUTHORITY)))


@pytest.mark.live("vsftpd-port-in-use")
def test_two_daemons(case: Case) -> None:
    box.add_user("ida")
    with proftpd():
        case.fails(printed("vsftpd", vsftpd_console()), printed("pyftpdlib", pyftpdlib_console()))
    with vsftpd() as server:
        case.fails(printed("proftpd", proftpd_console()))
        case.works(curl(server))
    with vsftpd(), pyftpdlib(port=2121) as server:
        case.works(curl(server))


@pytest.mark.live("vsftpd-log-file-unwritable")
def test_log_folder_is_gone(case: Case) -> None:
    box.add_user("ida")
    with vsftpd(vsftpd_log_file="/var/log/ftp/vsftpd.log") as server:
        case.fails(curl(server), lftp(server, "ls"), tnftp(server, "ls"), ftplib(server, "ftp.dir()"))
        Path("/var/log/ftp").mkdir()
        case.works(curl(server), lftp(server, "ls"), tnftp(server, "ls"), ftplib(server, "ftp.dir()"))


@pytest.mark.live("privileged-port-no-root")
def test_port_21_without_the_right(case: Case) -> None:
    box.add_user("ida")
    bound = ("setpriv", "--bounding-set", "-net_bind_service")
    case.fails(
        printed("pyftpdlib", pyftpdlib_console(by=bound)),
    )
    with pyftpdlib(port=2121, by=bound) as server:
        case.works(curl(server))
