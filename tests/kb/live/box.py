"""A private machine for servers to be broken on: namespaces in which `/etc`, `/srv`, logs and network are our own.

`enter()` moves this process into new mount and network namespaces (unshare(2)). Over `/etc` lies an overlay, over
`/srv`, `/run` and `/var/log` a file system in memory, and the network is a loopback that owns documentation addresses
(RFC 5737). So the tests write `/etc/vsftpd.conf`, add users and close ports as an administrator does, with the paths
of the articles, and nothing of it is seen outside or left behind.
"""

import ctypes
import os
import pty
import select
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from ftplib import FTP
from pathlib import Path

LIVE = Path(__file__).resolve().parents[3] / ".venv" / "live"
ROOT = LIVE / "root"
LIBRARIES = next((ROOT / "usr" / "lib").glob("*-linux-gnu"), ROOT)
ENVIRONMENT = {
    "PATH": f"{ROOT}/usr/sbin:{ROOT}/usr/bin:{ROOT}/bin:{ROOT}/sbin:/usr/sbin:/usr/bin:/sbin:/bin",
    "LD_LIBRARY_PATH": str(LIBRARIES),
    "XTABLES_LIBDIR": str(LIBRARIES / "xtables"),
    "PYTHONPATH": str(LIVE / "python"),
    "HOME": "/srv",
    "LANG": "C.UTF-8",
    "TZ": "UTC",
}
PROGRAMS = ("vsftpd", "proftpd", "pure-ftpd", "sshd", "lftp", "tnftp", "curl", "wget", "ip", "openssl")

HOST = "ftp.example.com"
SIX = "ftp6.example.com"
ADDRESS = "192.0.2.10"
OTHER = "192.0.2.11"
PASSWORD = "Ahoy-21-pilot"
# crypt(3) of it, SHA-512.
_HASH = "$6$harbour$bSNq/rnGIc7.QYy8pgeDPMLvdKZGuohioca32M.Pepvg3bE0/j4EpZMIHFVCY5hkCFjK3enI8KCGp8z1cfLq.."

_CLONE_NEWNS = 0x00020000
_CLONE_NEWUTS = 0x04000000
_CLONE_NEWNET = 0x40000000
_DEVICES = ("null", "zero", "full", "random", "urandom", "tty")
_USERS = """\
root:x:0:0:root:/root:/bin/bash
nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin
sshd:x:101:65534::/run/sshd:/usr/sbin/nologin
ftp:x:102:102:ftp:/srv/ftp/pub:/usr/sbin/nologin
"""
_PAM = """\
auth required pam_unix.so
account required pam_unix.so
session required pam_permit.so
"""


def missing() -> str | None:
    """Why the live tests cannot run here, or None."""
    absent = [name for name in PROGRAMS if shutil.which(name, path=ENVIRONMENT["PATH"]) is None]
    if not LIVE.is_dir() or absent:
        return f"not installed: {', '.join(absent) or LIVE}; run `make test-live`"
    if os.geteuid() != 0:
        return "namespaces need root, or `make test-live`, which becomes root of a user namespace"
    return None


def run(*command: str, stdin: str = "", timeout: float = 30) -> subprocess.CompletedProcess[str]:
    """Run a program of the box and return what it printed, errors among it, whatever its exit status."""
    return subprocess.run(
        command,
        input=stdin,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        env=ENVIRONMENT,
        timeout=timeout,
        cwd="/srv",
        check=False,
    )


def terminal(*command: str, answers: dict[str, str], typed: list[str], timeout: float = 30) -> str:
    """Run a program on a terminal as a person does, and return what stands there at the end.

    Args:
        command: The program.
        answers: What it asks for, by the beginning of the question, and what to answer.
        typed: The lines to type at its prompt, one at a time.
        timeout: Seconds until the person gives up.
    """
    ours, its = pty.openpty()
    process = subprocess.Popen(
        command,
        stdin=its,
        stdout=its,
        stderr=its,
        env=ENVIRONMENT | {"TERM": "dumb"},
        cwd="/srv",
        start_new_session=True,
    )
    os.close(its)
    seen = b""
    lines = list(typed)
    deadline = time.monotonic() + timeout
    while time.monotonic() < deadline:
        try:
            seen += os.read(ours, 4096) if select.select([ours], [], [], 0.2)[0] else b""
        except OSError:  # the program has closed the terminal
            break
        asked = seen.rpartition(b"\n")[2].decode(errors="replace")
        answer = next((text for question, text in answers.items() if asked.startswith(question)), None)
        if answer is None and asked.endswith("> "):
            answer = lines.pop(0) if lines else None
        if answer is not None:
            time.sleep(0.05)  # getpass() throws away what was typed before it asked
            os.write(ours, answer.encode() + b"\n")
            seen += b"\0"
    process.kill()
    process.wait()
    os.close(ours)
    return seen.decode(errors="replace").replace("\0", "").replace("\r", "")


def must(*command: str) -> str:
    """Run a program that has to succeed.

    Raises:
        RuntimeError: It does not.
    """
    done = run(*command)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)}: {done.stdout}")
    return done.stdout


def enter() -> None:
    """Leave the machine for the box; there is no way back for this process.

    Raises:
        OSError: The kernel does not allow it.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(_CLONE_NEWNS | _CLONE_NEWUTS | _CLONE_NEWNET):
        raise OSError(ctypes.get_errno(), "unshare")
    os.chdir("/")
    socket.sethostname("box")
    must("mount", "--make-rprivate", "/")
    _mount_etc()
    _mount_dev()
    for folder in ("/srv", "/run", "/var/log"):
        must("mount", "-t", "tmpfs", "-o", "mode=755", "tmpfs", folder)
    for folder in ("/run/vsftpd/empty", "/run/sshd", "/run/proftpd"):
        Path(folder).mkdir(parents=True)
    _Syslog().start()
    must("ip", "link", "set", "lo", "up")
    for address in (ADDRESS, OTHER):
        must("ip", "address", "add", f"{address}/32", "dev", "lo")
    clean()


def clean() -> None:
    """Give the next test a fresh `/etc` as far as servers read it, no users of its own, no files, no firewall rules."""
    etc = Path("/etc")
    (etc / "passwd").write_text(_USERS)
    (etc / "group").write_text("root:x:0:\nnogroup:x:65534:\nftp:x:102:\nusers:x:1000:\n")
    (etc / "shadow").write_text("root:*:19000:0:99999:7:::\n")
    (etc / "shells").write_text("/bin/sh\n/bin/bash\n")
    hosts = {"127.0.0.1": "localhost box", "::1": SIX, ADDRESS: HOST, OTHER: "files.example.com"}
    (etc / "hosts").write_text("".join(f"{address} {names}\n" for address, names in hosts.items()))
    (etc / "hostname").write_text("box\n")
    (etc / "resolv.conf").write_text("nameserver 127.0.0.1\noptions timeout:1 attempts:1\n")
    (etc / "nsswitch.conf").write_text("passwd: files\ngroup: files\nshadow: files\nhosts: files\n")
    for name in ("hosts.allow", "hosts.deny", "ftpusers", "nologin"):
        (etc / name).unlink(missing_ok=True)
    for service in ("vsftpd", "proftpd", "pure-ftpd"):
        (etc / "pam.d" / service).write_text(_PAM)
    # What a service without a file of its own gets: nothing, as on Debian, where no password fits.
    (etc / "pam.d" / "other").write_text("auth required pam_deny.so\naccount required pam_deny.so\n")
    for folder in ("/srv", "/var/log", "/etc/pure-ftpd", "/etc/proftpd", "/etc/vsftpd"):
        for path in Path(folder).glob("*"):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        Path(folder).mkdir(exist_ok=True)
    Path("/var/log/auth.log").touch()
    Path("/srv/ftp/pub").mkdir(parents=True)
    for table in ("filter", "nat"):
        must("iptables-nft", "-t", table, "--flush")


def add_user(name: str, *, login_shell: str = "/bin/bash", uid: int = 1001, home: str | None = None) -> Path:
    """Add a user with PASSWORD, as useradd(8) does, and make the home folder, which holds `report.csv`.

    Returns:
        The home folder.
    """
    folder = Path(home or f"/srv/ftp/{name}")
    with Path("/etc/passwd").open("a") as file:
        file.write(f"{name}:x:{uid}:1000::{folder}:{login_shell}\n")
    with Path("/etc/shadow").open("a") as file:
        file.write(f"{name}:{_HASH}:19000:0:99999:7:::\n")
    folder.mkdir(parents=True)
    own(folder, uid)
    own(write(folder / "report.csv", "day;pieces\nmonday;17\n"), uid)
    return folder


def set_expiry(name: str, days: str) -> None:
    """`chage -E`: the account expires this many days after 1970; the empty text is never."""
    path = Path("/etc/shadow")
    lines = [line.split(":") for line in path.read_text().splitlines()]
    for fields in lines:
        if fields[0] == name:
            fields[7] = days
    path.write_text("".join(":".join(fields) + "\n" for fields in lines))


def own(path: Path, uid: int = 1001) -> Path:
    os.chown(path, uid, 1000)
    return path


def write(path: Path | str, text: str, mode: int = 0o644) -> Path:
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    path.chmod(mode)
    return path


@contextmanager
def session(user: str = "ida") -> Iterator[None]:
    """Somebody else's session, logged in and idle, which counts for limits."""
    with FTP(ADDRESS, user, PASSWORD, timeout=10):  # noqa: S321  the protocol that this is about
        yield


@contextmanager
def listening(port: int) -> Iterator[None]:
    """Another program has this port."""
    with socket.create_server(("", port)):
        yield


@contextmanager
def small_disk(folder: Path, size: str) -> Iterator[None]:
    """A disk of this size is mounted on a folder of Ida's."""
    must("mount", "-t", "tmpfs", "-o", f"size={size},uid=1001,mode=755", "tmpfs", str(folder))
    try:
        yield
    finally:
        must("umount", "--lazy", str(folder))


def log(path: str = "/var/log/auth.log", *, about: str = "") -> str:
    """The lines of a log that hold a word, as somebody copies them."""
    lines = Path(path).read_text(errors="replace").splitlines()
    return "\n".join(line for line in lines if about in line)


def _mount_etc() -> None:
    layers = Path("/run")
    must("mount", "-t", "tmpfs", "tmpfs", str(layers))
    for name in ("upper", "work"):
        (layers / name).mkdir()
    must("mount", "-t", "overlay", "overlay", "-o", "lowerdir=/etc,upperdir=/run/upper,workdir=/run/work", "/etc")


def _mount_dev() -> None:
    """A `/dev` of our own, so that `/dev/log` can be."""
    new = Path("/run/dev")
    new.mkdir()
    for name in _DEVICES:
        (new / name).touch()
        must("mount", "--bind", f"/dev/{name}", str(new / name))
    for name, target in (("fd", "/proc/self/fd"), ("stdin", "fd/0"), ("stdout", "fd/1"), ("stderr", "fd/2")):
        (new / name).symlink_to(target)
    (new / "shm").mkdir(mode=0o1777)
    (new / "pts").mkdir()
    must("mount", "-t", "devpts", "-o", "newinstance,ptmxmode=0666", "devpts", str(new / "pts"))
    (new / "ptmx").symlink_to("pts/ptmx")
    must("mount", "--rbind", str(new), "/dev")


class _Syslog(threading.Thread):
    """syslogd as far as it is needed: whatever comes over `/dev/log` goes into `/var/log/auth.log`."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.bind("/dev/log")
        Path("/dev/log").chmod(0o666)

    def run(self) -> None:
        while True:
            message = self._socket.recv(8192).decode(errors="replace").rstrip("\0\n")
            _, _, text = message.partition(">")
            with Path("/var/log/auth.log").open("a") as file:
                # The sender's own stamp takes the first 15 characters; a daemon adds the host's name.
                file.write(f"{text[:15]} box {text[16:]}\n")
