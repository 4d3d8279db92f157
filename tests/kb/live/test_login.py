"""Logins that a server refuses."""

import shutil
from pathlib import Path

import pytest

from tests.kb.live import box
from tests.kb.live.case import Case
from tests.kb.live.clients import curl, ftplib, lftp, printed, tnftp, wget
from tests.kb.live.servers import AUTHORITY, certificate, proftpd, pure_ftpd, pyftpdlib, vsftpd


@pytest.mark.live("wrong-credentials")
def test_wrong_password(case: Case) -> None:
    box.add_user("ida")
    wrong = "ida:ahoy"
    for daemon in (vsftpd(), proftpd(), pure_ftpd("-l", "unix"), pyftpdlib()):
        with daemon as server:
            case.fails(
                curl(server, user=wrong),
                lftp(server, "ls", user=wrong),
                tnftp(server, "ls", user=wrong),
                ftplib(server, "ftp.dir()", user=wrong),
                wget(server, user=wrong, path="/report.csv"),
            )
            case.works(curl(server), lftp(server, "ls"), tnftp(server, "ls"), ftplib(server, "ftp.dir()"))


@pytest.mark.live("anonymous-not-allowed")
def test_anonymous(case: Case) -> None:
    box.add_user("ida")
    box.write("/srv/ftp/pub/tool.txt", "tool\n")
    with vsftpd() as server:
        case.fails(
            curl(server, user=None),
            lftp(server, "ls", user=None),
            tnftp(server, "ls", user="anonymous:guest@example.com"),
            wget(server, user=None, path="/tool.txt"),
        )
    with proftpd() as server:
        case.fails(curl(server, user=None), wget(server, user=None, path="/tool.txt"))
    with pure_ftpd("-l", "unix", "--noanonymous") as server:
        case.fails(curl(server, user=None), wget(server, user=None, path="/tool.txt"))
    with vsftpd(anonymous_enable="YES", anon_root="/srv/ftp/pub", write_enable="NO") as server:
        case.works(
            curl(server, user=None),
            lftp(server, "ls", user=None),
            tnftp(server, "ls", user="anonymous:guest@example.com"),
            wget(server, user=None, path="/tool.txt"),
        )


@pytest.mark.live("user-on-deny-list")
def test_user_list(case: Case) -> None:
    box.add_user("ida")
    banned = box.write("/etc/vsftpd.user_list", "root\nida\n")
    options = {"userlist_enable": "YES", "userlist_file": str(banned)}
    with vsftpd(**options) as server:
        case.fails(lftp(server, "ls"), tnftp(server, "ls"), ftplib(server, "ftp.dir()"), curl(server))
        banned.write_text("root\n")
        case.works(lftp(server, "ls"), tnftp(server, "ls"), ftplib(server, "ftp.dir()"), curl(server))


@pytest.mark.live("user-on-deny-list")
def test_ftpusers_by_pam(case: Case) -> None:
    box.add_user("ida")
    listed = "auth required pam_listfile.so item=user sense=deny file=/etc/ftpusers onerr=succeed\n"
    pam = Path("/etc/pam.d/vsftpd")
    pam.write_text(listed + pam.read_text())
    box.write("/etc/ftpusers", "ida\n")
    with vsftpd() as server:
        refused = tnftp(server)
        case.fails(
            printed("pam", f"{refused.text}\n{box.log(about='pam_listfile')}"),
            printed("log", box.log(about="listfile")),
        )
        box.write("/etc/ftpusers", "root\n")
        case.works(lftp(server, "ls"))


@pytest.mark.live("shell-not-in-etc-shells")
def test_shell(case: Case) -> None:
    box.add_user("ida", login_shell="/usr/sbin/nologin")
    pam = Path("/etc/pam.d/vsftpd")
    pam.write_text("auth required pam_shells.so\n" + pam.read_text())
    seen = box.run(
        "sh", "-c", "set -x; grep ida /etc/passwd; grep pam_shells /etc/pam.d/vsftpd; cat /etc/shells"
    ).stdout
    with vsftpd() as server:
        case.fails(printed("tnftp", f"{tnftp(server).text}{seen}"), printed("files", seen))
    with proftpd("SyslogLevel debug") as server:
        refused = tnftp(server)
        log = server.printed(about="shell")
        case.fails(printed("tnftp", f"{refused.text}{log}"), printed("log", log))
    with Path("/etc/shells").open("a") as shells:
        shells.write("/usr/sbin/nologin\n")
    with vsftpd() as server:
        case.works(tnftp(server, "ls"), curl(server))
    with proftpd() as server:
        case.works(tnftp(server, "ls"))


@pytest.mark.live("local-users-disabled")
def test_anonymous_only(case: Case) -> None:
    box.add_user("ida")
    with vsftpd(local_enable="NO", anonymous_enable="YES", anon_root="/srv/ftp/pub") as server:
        case.fails(curl(server), lftp(server, "ls"), tnftp(server, "ls"), ftplib(server, "ftp.dir()"))
    with vsftpd(local_enable="YES", anonymous_enable="YES", anon_root="/srv/ftp/pub") as server:
        case.works(curl(server), lftp(server, "ls"), tnftp(server, "ls"), ftplib(server, "ftp.dir()"))


@pytest.mark.live("tls-required-login")
def test_plain_login_where_tls_is_demanded(case: Case) -> None:
    box.add_user("ida")
    pem = str(certificate())
    plain = "set ftp:ssl-allow no; "
    trusting = f"set ssl:ca-file {AUTHORITY}; "
    with vsftpd(ssl_enable="YES", rsa_cert_file=pem, require_ssl_reuse="NO") as server:
        case.fails(
            curl(server), lftp(server, "ls", settings=plain), tnftp(server, "ls"), ftplib(server, "ftp.dir()"),
        )  # fmt: skip
        case.works(
            curl(server, "--ssl-reqd", "--cacert", str(AUTHORITY)),
            lftp(server, "ls", settings=trusting),
            ftplib(server, "ftp.prot_p()", "ftp.dir()", tls="context=ssl._create_unverified_context()"),
        )
    tls = ["TLSEngine on", f"TLSRSACertificateFile {pem}", f"TLSRSACertificateKeyFile {pem}"]
    with proftpd(*tls, "TLSRequired on", modules="tls") as server:
        case.fails(curl(server), lftp(server, "ls", settings=plain), tnftp(server, "ls"), ftplib(server, "ftp.dir()"))
        case.works(curl(server, "--ssl-reqd", "--cacert", str(AUTHORITY)), lftp(server, "ls", settings=trusting))


@pytest.mark.live("too-many-connections")
def test_limit_per_address(case: Case) -> None:
    box.add_user("ida")
    limits = [
        (lambda: vsftpd(max_per_ip="1"), lambda: vsftpd(max_per_ip="5")),
        (lambda: proftpd("MaxClientsPerHost 1"), lambda: proftpd("MaxClientsPerHost 5")),
        (lambda: pure_ftpd("-l", "unix", "-C", "1"), lambda: pure_ftpd("-l", "unix", "-C", "5")),
    ]
    for low, high in limits:
        with low() as server, box.session():
            case.fails(curl(server), lftp(server, "ls"), tnftp(server, "ls"), ftplib(server, "ftp.dir()"))
        with high() as server, box.session():
            case.works(curl(server), lftp(server, "ls"), tnftp(server, "ls"), ftplib(server, "ftp.dir()"))


@pytest.mark.live("home-dir-missing")
def test_no_home(case: Case) -> None:
    home = box.add_user("ida")
    shutil.rmtree(home)
    with vsftpd() as server:
        case.fails(curl(server), lftp(server, "ls"), tnftp(server, "ls"), ftplib(server, "ftp.dir()"))
    with pure_ftpd("-l", "unix", "-A") as server:
        case.fails(curl(server), lftp(server, "ls"), tnftp(server, "ls"), ftplib(server, "ftp.dir()"))
    home.mkdir()
    box.own(home)
    with vsftpd() as server:
        case.works(curl(server), lftp(server, "ls"), tnftp(server, "ls"), ftplib(server, "ftp.dir()"))


@pytest.mark.live("virtual-user-db-not-used")
def test_puredb_not_built(case: Case) -> None:
    shop = Path("/srv/ftp/shop")
    shop.mkdir()
    users = box.write("/etc/pure-ftpd/pureftpd.passwd", "", 0o600)
    typed = f"{box.PASSWORD}\n{box.PASSWORD}\n"
    box.run("pure-pw", "useradd", "shop", "-f", str(users), "-u", "1001", "-g", "1000", "-d", str(shop), stdin=typed)
    with pure_ftpd("-l", "puredb:/etc/pure-ftpd/pureftpd.pdb") as server:
        case.fails(
            curl(server, user="shop"), lftp(server, "ls", user="shop"), tnftp(server, "ls", user="shop"),
            ftplib(server, "ftp.dir()", user="shop"),
        )  # fmt: skip
        box.must("pure-pw", "mkdb", "/etc/pure-ftpd/pureftpd.pdb", "-f", str(users))
        case.works(curl(server, user="shop"), lftp(server, "ls", user="shop"), tnftp(server, "ls", user="shop"))


@pytest.mark.live("virtual-user-db-not-used")
def test_pam_userdb_not_built(case: Case) -> None:
    home = box.add_user("ftpvirtual")
    lines = [f"{kind} required pam_userdb.so db=/etc/vsftpd/login\n" for kind in ("auth", "account")]
    box.write("/etc/pam.d/vsftpd.virtual", "".join(lines))
    options = {"pam_service_name": "vsftpd.virtual", "guest_enable": "YES", "guest_username": "ftpvirtual"}
    with vsftpd(**options) as server:
        refused = tnftp(server, user="shop")
        case.fails(
            printed("pam", f"{refused.text}\n{box.log(about='pam_userdb')}"),
            printed("log", box.log(about="pam_userdb")),
        )
        logins = box.write("/etc/vsftpd/login.txt", f"shop\n{box.PASSWORD}\n", 0o600)
        home.chmod(0o555)  # guests are jailed there
        box.must("db5.3_load", "-T", "-t", "hash", "-f", str(logins), "/etc/vsftpd/login.db")
        case.works(tnftp(server, "ls", user="shop"), curl(server, user="shop"))


@pytest.mark.live("pam-misconfigured")
def test_missing_module(case: Case) -> None:
    box.add_user("ida")
    pam = Path("/etc/pam.d/vsftpd")
    packaged = pam.read_text()
    pam.write_text("auth required pam_pwdfile.so pwdfile /etc/vsftpd/passwd\n" + packaged)
    with vsftpd() as server:
        refused = tnftp(server, "ls")
        case.fails(printed("pam", f"{refused.text}\n{box.log(about='PAM')}"), printed("log", box.log(about="PAM")))
        pam.write_text(packaged)
        case.works(tnftp(server, "ls"), curl(server))


@pytest.mark.live("pam-misconfigured")
def test_service_without_a_file(case: Case) -> None:
    box.add_user("ida")
    with vsftpd(pam_service_name="ftp") as server:
        refused = tnftp(server)
        looked = box.run("sh", "-c", "grep pam_service_name /etc/vsftpd.conf; ls /etc/pam.d/ftp").stdout
        case.fails(
            printed("tnftp", f"{refused.text}$ grep pam_service_name /etc/vsftpd.conf; ls /etc/pam.d/ftp\n{looked}")
        )
    with vsftpd(pam_service_name="vsftpd") as server:
        case.works(lftp(server, "ls"))


@pytest.mark.live("account-locked-or-expired")
def test_expired_account(case: Case) -> None:
    box.add_user("ida")
    box.set_expiry("ida", "19000")
    with vsftpd() as server:
        refused = tnftp(server)
        case.fails(
            printed("pam", f"{refused.text}\n{box.log(about='pam_unix')}"), printed("log", box.log(about="pam_unix"))
        )
        box.set_expiry("ida", "")
        case.works(tnftp(server, "ls"))


@pytest.mark.live("tcp-wrappers-or-hosts-deny")
def test_hosts_deny(case: Case) -> None:
    box.add_user("ida")
    box.write("/etc/hosts.deny", "ALL: ALL\n")
    with vsftpd(tcp_wrappers="YES", log_ftp_protocol="YES", dual_log_enable="YES") as server:
        refused = tnftp(server, "ls")
        case.fails(printed("tnftp", f"{refused.text}\n{box.log('/var/log/vsftpd.log', about='refused')}"))
        box.write("/etc/hosts.allow", f"vsftpd: {box.ADDRESS}\n")
        case.works(tnftp(server, "ls"), curl(server))


@pytest.mark.live("banned-by-fail2ban")
def test_ban(case: Case) -> None:
    box.add_user("ida")
    rules = """\
BanEngine on
BanTable /run/proftpd/ban.tab
BanLog /var/log/ban.log
BanControlsACLs all allow user root
ControlsEngine on
ControlsSocket /run/proftpd/proftpd.sock
ControlsACLs all allow user root
MaxLoginAttempts 1
BanOnEvent MaxLoginAttempts 1/00:10:00 00:10:00""".splitlines()
    with proftpd(*rules, modules="ban") as server:
        for _ in range(2):
            curl(server, user="ida:old-password")
        refused = curl(server)
        log = box.log("/var/log/ban.log", about="ban")
        case.fails(printed("curl", f"{refused.text}\n{log}"), printed("log", log))
        box.must("ftpdctl", "-s", "/run/proftpd/proftpd.sock", "permit", "host", box.ADDRESS)
        case.works(curl(server))
