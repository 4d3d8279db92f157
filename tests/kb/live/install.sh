#!/bin/sh
# Fetches the programs that the live reproductions run, and unpacks them into FOLDER. Nothing is installed: the three
# servers exclude each other as Debian packages, and no server may start on the machine of whoever runs the tests.
#
#   install.sh FOLDER PIP
set -eu

folder=$1
pip=$2
here=$(cd "$(dirname "$0")" && pwd)

for program in apt-get dpkg-deb unshare; do
    command -v "$program" >/dev/null || {
        echo "The live reproductions need Debian or Ubuntu ($program is missing here). Elsewhere put vsftpd, proftpd," >&2
        echo "pure-ftpd, sshd, lftp, tnftp, curl, wget and iptables into $folder/root as a package would." >&2
        exit 1
    }
done

rm -rf "$folder"
mkdir -p "$folder/packages" "$folder/root"
cd "$folder/packages"
# The simulation asks apt which libraries are missing on this machine, for one server at a time.
for group in vsftpd "proftpd-core proftpd-mod-crypto proftpd-mod-wrap" pure-ftpd \
    "openssh-server lftp tnftp curl wget iptables db-util iproute2 openssl tinyproxy openbsd-inetd"; do
    # shellcheck disable=SC2086  # a group is several names
    {
        plan=$(apt-get install --simulate --quiet=2 --no-install-recommends $group) &&
            missing=$(echo "$plan" | awk '/^Inst /{print $2}') &&
            { [ -z "$missing" ] || apt-get download --quiet=2 $missing 2>/dev/null; }
    } || {
        echo "apt cannot fetch $group; run: apt-get update" >&2
        exit 1
    }
done
for package in *.deb; do
    [ -e "$package" ] || continue # all of them are installed here
    dpkg-deb --extract "$package" "$folder/root"
done
cd "$here"
rm -r "$folder/packages"
"$pip" install --quiet --disable-pip-version-check --require-hashes --target "$folder/python" -r requirements.txt
