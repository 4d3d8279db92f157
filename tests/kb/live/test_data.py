"""Sessions that fail when the data connection is made."""

import pytest

from tests.kb.live import box
from tests.kb.live.case import Case
from tests.kb.live.clients import curl, ftplib, lftp, tnftp, wget
from tests.kb.live.servers import AUTHORITY, certificate, proftpd, pure_ftpd, pyftpdlib, vsftpd

RANGE = {"pasv_min_port": "50000", "pasv_max_port": "50100"}
ACTIVE = "set ftp:passive-mode off; "
REUSING = """\
class ReusingFTP(ftplib.FTP_TLS):
    def ntransfercmd(self, cmd, rest=None):
        conn, size = ftplib.FTP.ntransfercmd(self, cmd, rest)
        if self._prot_p:
            conn = self.context.wrap_socket(conn, server_hostname=self.host, session=self.sock.session)
        return conn, size
"""


@pytest.mark.live("passive-ports-blocked")
def test_range_is_dropped(case: Case) -> None:
    box.add_user("ida")
    with vsftpd(**RANGE) as server:
        box.must("iptables-nft", "-A", "INPUT", "-p", "tcp", "--dport", "50000:50100", "-j", "DROP")
        case.fails(
            curl(server), lftp(server, "ls"), ftplib(server, "ftp.dir()"), tnftp(server, "ls", options="-q 5"),
            wget(server, path="/report.csv"),
        )  # fmt: skip
        box.must("iptables-nft", "--flush")
        case.works(curl(server), lftp(server, "ls"), ftplib(server, "ftp.dir()"), tnftp(server, "ls", options="-q 5"))


@pytest.mark.live("passive-ports-blocked")
def test_range_is_rejected(case: Case) -> None:
    box.add_user("ida")
    with vsftpd(**RANGE) as server:
        rule = ["INPUT", "-p", "tcp", "--dport", "50000:50100", "-j", "REJECT", "--reject-with", "tcp-reset"]
        box.must("iptables-nft", "-A", *rule)
        case.fails(curl(server), lftp(server, "ls"), ftplib(server, "ftp.dir()"), tnftp(server, "ls"))
        box.must("iptables-nft", "--flush")
        case.works(curl(server), lftp(server, "ls"), ftplib(server, "ftp.dir()"), tnftp(server, "ls"))


@pytest.mark.live("passive-private-ip")
def test_inner_address(case: Case) -> None:
    box.add_user("ida")
    box.must("ip", "route", "replace", "10.0.0.0/8", "dev", "lo", "src", box.ADDRESS)
    box.must("iptables-nft", "-A", "OUTPUT", "-d", "10.0.0.0/8", "-j", "DROP")
    trusting = "ftp.trust_server_pasv_ipv4_address = True"
    plain = "set ftp:fix-pasv-address no; "
    for address, check in (("10.0.0.5", case.fails), (box.ADDRESS, case.works)):
        with vsftpd(pasv_address=address) as server:
            check(
                curl(server, "--disable-epsv", "--no-ftp-skip-pasv-ip"),
                lftp(server, "ls", settings=plain),
                ftplib(server, trusting, "ftp.dir()"),
                wget(server, path="/report.csv"),
                tnftp(server, "epsv4 off", "ls"),
            )


@pytest.mark.live("active-mode-blocked")
def test_client_behind_a_firewall(case: Case) -> None:
    box.add_user("ida")
    with vsftpd(connect_from_port_20="YES", connect_timeout="3") as server:
        box.must("iptables-nft", "-A", "INPUT", "-p", "tcp", "--sport", "20", "-j", "DROP")
        case.fails(
            curl(server, "--ftp-port", "-"), lftp(server, "ls", settings=ACTIVE), tnftp(server, "ls", options="-A"),
            ftplib(server, "ftp.set_pasv(False)", "ftp.dir()"),
        )  # fmt: skip
        case.works(curl(server), lftp(server, "ls"), tnftp(server, "ls"), ftplib(server, "ftp.dir()"))


@pytest.mark.live("port-command-rejected")
def test_inner_address_of_the_client(case: Case) -> None:
    box.add_user("ida")
    box.must("ip", "address", "replace", "192.168.1.71/32", "dev", "lo")
    inner = "set ftp:passive-mode off; set ftp:port-ipv4 192.168.1.71; "
    for daemon in (vsftpd(), pure_ftpd("-l", "unix")):  # ProFTPD takes the outer address instead
        with daemon as server:
            case.fails(
                curl(server, "--ftp-port", "192.168.1.71"),
                lftp(server, "ls", settings=inner),
                ftplib(server, "ftp.sendport('192.168.1.71', 50211)", "ftp.dir()"),
            )
            case.works(curl(server), lftp(server, "ls"), ftplib(server, "ftp.dir()"))


@pytest.mark.live("passive-mode-disabled")
def test_pasv_switched_off(case: Case) -> None:
    box.add_user("ida")
    with vsftpd(pasv_enable="NO") as server:
        case.fails(curl(server), lftp(server, "ls"), ftplib(server, "ftp.dir()"), wget(server, path="/report.csv"))
    with vsftpd(pasv_enable="YES") as server:
        case.works(curl(server), lftp(server, "ls"), ftplib(server, "ftp.dir()"), wget(server, path="/report.csv"))


@pytest.mark.live("data-ip-mismatch")
def test_data_comes_from_a_second_line(case: Case) -> None:
    box.add_user("ida")
    # A router that sends the data connections out of its other line.
    line = ["POSTROUTING", "-p", "tcp", "--dport", "50000:50100", "-j", "SNAT", "--to-source", box.OTHER]
    box.must("iptables-nft", "-t", "nat", "-A", *line)
    for promiscuous, check in (("NO", case.fails), ("YES", case.works)):
        with vsftpd(**RANGE, pasv_promiscuous=promiscuous) as server:
            check(curl(server), lftp(server, "ls"), ftplib(server, "ftp.dir()"), tnftp(server, "ls"))


@pytest.mark.live("data-port-bind-failed")
def test_range_of_one_port(case: Case) -> None:
    box.add_user("ida")
    with pure_ftpd("-l", "unix", "-p", "50000:50000") as server, box.listening(50000):
        case.fails(curl(server), lftp(server, "ls"), ftplib(server, "ftp.dir()"), tnftp(server, "ls"))
    with pure_ftpd("-l", "unix", "-p", "50000:50999") as server, box.listening(50000):
        case.works(curl(server), lftp(server, "ls"), ftplib(server, "ftp.dir()"), tnftp(server, "ls"))


@pytest.mark.live("pasv-over-ipv6")
def test_pasv_on_an_ipv6_session(case: Case) -> None:
    box.add_user("ida")
    with pure_ftpd("-l", "unix") as server:
        six = server.at(box.SIX)
        case.fails(ftplib(six, "ftp.sendcmd('PASV')"))
        case.works(ftplib(six, "ftp.dir()"), tnftp(six, "ls"), curl(six))


@pytest.mark.live("epsv-unsupported")
def test_epsv_refused(case: Case) -> None:
    box.add_user("ida")
    with pyftpdlib("del handler.proto_cmds['EPSV']", address="::") as server:
        six = server.at(box.SIX)
        case.fails(curl(six), ftplib(six, "ftp.dir()"), lftp(six, "ls"))
    with pyftpdlib("del handler.proto_cmds['EPSV']") as server:
        case.works(curl(server, "--disable-epsv"), ftplib(server, "ftp.dir()"), lftp(server, "ls"))


@pytest.mark.live("data-protection-required")
def test_clear_data(case: Case) -> None:
    box.add_user("ida")
    pem = certificate()
    trusted = ("--cacert", str(AUTHORITY))
    context = f"context=ssl.create_default_context(cafile='{AUTHORITY}')"
    tls = ["TLSEngine on", f"TLSRSACertificateFile {pem}", f"TLSRSACertificateKeyFile {pem}", "TLSRequired on"]
    for daemon in (
        vsftpd(ssl_enable="YES", rsa_cert_file=str(pem), require_ssl_reuse="NO"),
        proftpd(*tls, "TLSOptions NoSessionReuseRequired", modules="tls"),
    ):
        with daemon as server:
            case.fails(ftplib(server, "ftp.dir()", tls=context), curl(server, "--ftp-ssl-control", *trusted))
            case.works(ftplib(server, "ftp.prot_p()", "ftp.dir()", tls=context), curl(server, "--ssl-reqd", *trusted))


@pytest.mark.live("tls-session-reuse-required")
def test_new_tls_session_for_data(case: Case) -> None:
    box.add_user("ida")
    pem = certificate()
    context = f"context=ssl.create_default_context(cafile='{AUTHORITY}')"
    upload = ["ftp.prot_p()", "ftp.storbinary('STOR a.txt', io.BytesIO(b'a'))", "ftp.dir()"]
    tls = ["TLSEngine on", f"TLSRSACertificateFile {pem}", f"TLSRSACertificateKeyFile {pem}"]
    for daemon in (
        lambda: vsftpd(ssl_enable="YES", rsa_cert_file=str(pem), require_ssl_reuse="YES"),
        lambda: proftpd(*tls, "AllowOverwrite on", modules="tls"),
    ):
        with daemon() as server:
            case.fails(ftplib(server, *upload, tls=context))
            case.works(ftplib(server, *upload, tls=context, made_by=REUSING))
    for daemon in (
        vsftpd(ssl_enable="YES", rsa_cert_file=str(pem), require_ssl_reuse="NO"),
        proftpd(*tls, "AllowOverwrite on", "TLSOptions NoSessionReuseRequired", modules="tls"),
    ):
        with daemon as server:
            case.works(ftplib(server, *upload, tls=context))
