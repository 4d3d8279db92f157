"""The vocabulary of facts: what an article's evidence may require or exclude.

A fact is ``kind:value``, lower case except commands. The reader states every fact that the paste shows:

============== ======================================================================================================
code:N         a reply code ≥ 400 in the dialogue (or that a program or person quotes: "(550) File unavailable")
failed:N       the code of the failure point
command:VERB   a command that was sent (client words count: ``ftp> put`` is STOR, ``ls``/``dir`` LIST, ``cd`` CWD)
failed:VERB    the command of the failure point
step:NAME      the step of the failure point (``step:login``)
outcome:X      ``failed``, ``clean`` (a dialogue without a failure), ``unknown`` (no dialogue to judge by); ``talk`` as
               well for a question or an announcement that tells of no failure
server:NAME    software: iis, vsftpd, proftpd, pure-ftpd, filezilla-server, wu-ftpd, serv-u, pyftpdlib, sftpgo, zos,
               ibm-i, ws_ftp-server, openssh …; from banners, log formats and typical replies, also when named in prose
server:iis/N   major version where known: ``server:iis/4`` … ``server:iis/10``; ``server:iis/old`` is 4 or 5 or 6
               and ``server:iis/new`` 7 or later
client:NAME    software: windows-ftp, linux-ftp, lftp, ncftp, filezilla, winscp, curl, wget, ftplib, commons-net,
               ftpwebrequest, fluentftp, php, net-ftp-ruby, node, rclone, explorer, wordpress, zos-ftp, smartftp,
               forklift …
tls:X          ``explicit``, ``implicit``, ``none`` (a dialogue that shows USER before any AUTH), ``refused``
mode:X         ``passive`` or ``active``: of the last data connection that was asked for; ``both`` where the server
               offered a passive one and the client then asked for an active one
port:22        the paste names port 22, that of SSH ("port 22", ``"port": "22"``), and no longer number
port:high      a connection was tried to a port of five digits, as a 227 names them ("connect to … port 50041")
replies:late   a command is answered with what can only answer one before it
names:garbled  letters of UTF-8 read as Latin-1 ("Ã¼"), or the sign for bytes that cannot be read
names:foreign  a file whose name has letters beyond ASCII ("größe.txt"), or such letters told one by one ("ä ö ü")
user:X         ``anonymous`` or ``named``: who logs in
login:X        ``accepted`` (230, 232) or ``refused``
data-address:X ``private``, ``public``, ``loopback``, ``zero``: the address in the last 227, else PORT or EPRT; ``same``
               where that is not public, but the client had connected to it, or is FileZilla and took it: that says
               so where it cannot; ``other`` as well where it is public, and not the public address that was called
protocol:X     ``ftp``, ``smtp``, ``nntp``, ``ssh`` …
dialect:X      the format of the paste: ``transcript`` (a dialogue), ``server-log``, ``traceback``, ``prose``
============== ======================================================================================================

``phrase:TEXT`` is no fact but a question to the paste itself: TEXT stands in it, case and runs of spaces folded; a
space at an end of TEXT is the edge of a word.
"""
