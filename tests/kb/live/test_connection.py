"""Connections that do not come about, or end too soon."""

from pathlib import Path

import pytest

from tests.kb.live import box
from tests.kb.live.case import Case
from tests.kb.live.clients import curl, ftplib, lftp, printed, tnftp, wget
from tests.kb.live.servers import Server, process, proftpd, pyftpdlib, sshd, vsftpd

NOBODY = Server(box.HOST, 21, Path("/dev/null"))


@pytest.mark.live("connection-refused")
def test_server_is_down(case: Case) -> None:
    box.add_user("ida")
    case.fails(curl(NOBODY), lftp(NOBODY, "ls"), tnftp(NOBODY), ftplib(NOBODY), wget(NOBODY))
    with vsftpd() as server:
        case.works(curl(server), lftp(server, "ls"), tnftp(server), ftplib(server))


@pytest.mark.live("connection-timeout")
def test_port_21_is_dropped(case: Case) -> None:
    box.add_user("ida")
    with vsftpd() as server:
        box.must("iptables-nft", "-A", "INPUT", "-p", "tcp", "--dport", "21", "-j", "DROP")
        case.fails(curl(server), lftp(server, "ls"), ftplib(server), wget(server), tnftp(server, options="-q 5"))
        box.must("iptables-nft", "--flush")
        case.works(curl(server), lftp(server, "ls"), ftplib(server), tnftp(server, options="-q 5"))


@pytest.mark.live("unknown-host")
def test_misspelt_host(case: Case) -> None:
    box.add_user("ida")
    misspelt = Server("ftp.exmple.example", 21, Path("/dev/null"))
    case.fails(curl(misspelt), lftp(misspelt, "ls"), tnftp(misspelt), ftplib(misspelt), wget(misspelt))
    with vsftpd() as server:
        case.works(curl(server), lftp(server, "ls"), tnftp(server), ftplib(server))


@pytest.mark.live("sftp-vs-ftp-mixup")
def test_ftp_to_port_22(case: Case) -> None:
    box.add_user("ida")
    with sshd() as ssh, vsftpd() as server:
        case.fails(curl(ssh), lftp(ssh, "ls"), tnftp(ssh), ftplib(ssh), wget(ssh))
        case.works(curl(server), lftp(server, "ls"), tnftp(server), ftplib(server))


@pytest.mark.live("idle-timeout")
def test_session_is_left_alone(case: Case) -> None:
    box.add_user("ida")
    sleeping = ["ftp.dir()", "time.sleep(2.5)", "ftp.dir()"]
    with vsftpd(idle_session_timeout="1") as server:
        case.fails(tnftp(server, "ls", "!sleep 2.5", "ls"), ftplib(server, *sleeping))
    with proftpd("TimeoutIdle 1") as server:
        case.fails(tnftp(server, "ls", "!sleep 2.5", "ls"), ftplib(server, *sleeping))
    with pyftpdlib("handler.timeout = 1") as server:
        case.fails(tnftp(server, "ls", "!sleep 2.5", "ls"), ftplib(server, *sleeping))
    with vsftpd(idle_session_timeout="900") as server:
        case.works(tnftp(server, "ls", "!sleep 2.5", "ls"), ftplib(server, *sleeping))


@pytest.mark.live("closed-right-after-connect")
def test_inetd_cannot_start_the_daemon(case: Case) -> None:
    box.add_user("ida")
    lines = "local_enable=YES anonymous_enable=NO pam_service_name=vsftpd seccomp_sandbox=NO listen=NO"
    box.write("/etc/vsftpd.conf", f"{lines} secure_chroot_dir=/run/vsftpd/empty\n".replace(" ", "\n"))
    box.write("/etc/services", "ftp 21/tcp\n")
    right = f"/usr/bin/env env LD_LIBRARY_PATH={box.LIBRARIES} {box.ROOT}/usr/sbin/vsftpd"
    for daemon, check in (("/usr/local/sbin/vsftpd vsftpd", case.fails), (right, case.works)):
        conf = box.write("/etc/inetd.conf", f"ftp stream tcp nowait root {daemon} /etc/vsftpd.conf\n")
        with process("inetd", "-i", str(conf), port=21) as server:
            check(curl(server), lftp(server, "ls"), tnftp(server), ftplib(server))


@pytest.mark.live("http-proxy-in-the-way")
def test_proxy_that_knows_no_ftp(case: Case) -> None:
    box.add_user("ida")
    conf = box.write("/etc/tinyproxy.conf", "Port 3128\nTimeout 20\nConnectPort 443\nAllow 0.0.0.0/0\n")
    proxy = "http://files.example.com:3128"
    with vsftpd() as server, process("tinyproxy", "-d", "-c", str(conf), port=3128):
        case.fails(
            curl(server, "--proxytunnel", "--proxy", proxy),
            lftp(server, "ls", settings=f"set ftp:proxy {proxy}; set ftp:use-hftp no; "),
        )
        case.works(curl(server, "--proxytunnel", "--proxy", proxy, "--noproxy", "*"), lftp(server, "ls"))


@pytest.mark.live("client-usage-error")
def test_commands_before_open(case: Case) -> None:
    box.add_user("ida")
    with vsftpd() as server:
        text = box.terminal("tnftp", "-e", answers={}, typed=["ls", "cd..", "quit"])
        case.fails(printed("tnftp", f"$ ftp\n{text}"), curl(server, "-T", "/srv/job.txt", path="/"))
        box.write("/srv/job.txt", "job\n")
        case.works(tnftp(server, "ls", "cd ."), curl(server, "-T", "/srv/job.txt", path="/"))
