"""What a word with dots is: a host, a file, the version of a program, or the name of a class."""

import re

_DOMAINS = frozenset(
    (
        "com net org edu gov mil int info biz name pro io ai app dev cloud online site shop store tech xyz top"
        " club live me tv co cc de fr nl uk us eu it es pl ru cn jp br at ch be cz tr kr hu se no fi dk pt gr ie"
        " ro bg ua in au ca mx ar cl za sg hk tw nz il ir id vn th my ph by lt lv ee sk si hr rs lu li is mt cy ba"
        " mk al md ge am az kz uz pk bd lk np ae sa qa kw eg ma tn ng ke gh pe ve ec uy bo cr pa do gt local"
        " localdomain lan internal intern intra corp home host test example invalid arpa tld"
    ).split(),
)
_FILES = frozenset(
    (
        "txt csv tsv zip rar gz tgz tar bz2 xz 7z pdf doc docx xls xlsx ppt pptx xml json html htm php css jpg"
        " jpeg png gif bmp tif tiff mp3 mp4 avi mov wav mpg mpeg mkv iso img bin dat log ini bak sql   msi"
        " apk jar war sh bat cmd ps1 scss less map svg ico ttf woff woff2 webp dsk deb rpm tmp part filepart md"
        " yml yaml lock db mdb psd eps epub sav xtb mpq mbr edi ics vcf key pem crt cer p12 pfx asp aspx jsp cfg"
        " xsl xsd prn out lst nc gcode tpl twig vue ova vmdk vhd dmg toast hex raw"
    ).split(),
)
# Dotted words in small letters or capitals throughout are hosts; FluentFTP.FtpClient is a class.
_HOST = re.compile(r"(?:[a-z0-9_-]+|[A-Z0-9_-]+)(?:\.(?:[a-z0-9_-]+|[A-Z0-9_-]+))+")
_VERSION = re.compile(
    r"(?P<major>(?:[A-Za-z][A-Za-z_-]{0,30})?\d{1,6})(?:\.\d{1,9}){1,5}(?:[a-z]{1,5}\d{0,4}|-[\w-]{1,30})?"
)


def software_major(word: str) -> str | None:
    """``3.0.5`` → ``3.x``, ``wu-2.6.1`` → ``wu-2.x``; None where the word is no version."""
    match = _VERSION.fullmatch(word)
    return None if match is None else f"{match['major']}.x"


def is_file(word: str) -> bool:
    """Whether a word ends like the name of a data file. Source and configuration files tell something, and are none."""
    return word.rpartition(".")[2].lower() in _FILES and "." in word


def is_host(word: str) -> bool:
    """Whether a word is the name of a host: its last part is a domain, and it is not written like a class."""
    return word.rpartition(".")[2].lower() in _DOMAINS and _HOST.fullmatch(word) is not None
